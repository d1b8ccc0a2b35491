// Takes a plan from a file. In: a file. Out: what it is, before it is taken; its mistakes by line.

import { postText, put } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { dropZone } from "../shared/drop.js";
import { shape } from "../shared/shapes.js";
import { number, shortDay, t } from "../shared/texts.js";
import { announce, button, facts, troubleNotice } from "../shared/widgets.js";
import { KnownExercises } from "./known.js";
import { mistakeList } from "./mistakes.js";
import { inMinutes, secondsOf } from "./minutes.js";
import { still } from "./still.js";
import { daysInWords, doseInWords, freshName, inLanguage, wayInWords } from "./words.js";

const MOST_BYTES = 200_000;

/** The box that takes a plan from a file; `onKept` receives the id of one that was kept. */
export class PlanImport {
  constructor(exercises, plans, onKept) {
    this._exercises = exercises;
    this._taken = plans.map((each) => each.id);
    this._own = plans.filter((each) => each.own).map((each) => each.id);
    this._onKept = onKept;
    this._result = h("div", { "data-test": "import-result" });
    this.element = h("section", { class: "card", "aria-labelledby": "import" },
      h("h2", { id: "import" }, t("plan.import")),
      h("p", {}, t("plan.import_words")),
      dropZone({
        words: t("check.drop"),
        choose: t("check.file"),
        accept: ".yaml,.yml",
        onFile: (file) => this._look(file),
        test: "plan-import",
      }),
      this._result);
  }

  async _look(file) {
    if (file.size > MOST_BYTES) {
      this._refuse(t("plan.too_large", { name: file.name }));
      return;
    }
    let text;
    let answer;
    try {
      text = await file.text();
      answer = await postText("/api/plans/import?keep=false", text);
    } catch (error) {
      replace(this._result, troubleNotice(error, () => this._look(file)));
      return;
    }
    const errors = answer.errors ?? [];
    if (errors.length > 0 || !answer.plan) {
      this._refuse(t("plan.not_a_plan", { name: file.name }), mistakeList(errors, text));
      return;
    }
    this._show(answer, text);
  }

  _refuse(words, more = null) {
    replace(this._result, h("div", { class: "notice mind", role: "alert" }, shape("triangle"),
      h("div", {}, h("p", {}, words), more)));
  }

  /** Show what a plan is, with the buttons to take it or not. */
  _show({ plan, same_names: same }, text) {
    const news = h("div", {});
    const attempt = (work) => async () => {
      try {
        await this._onKept(await work());
      } catch (error) {
        replace(news, troubleNotice(error));
      }
    };
    const take = attempt(async () => {
      const { plan: kept } = await postText("/api/plans/import?keep=true", text);
      return kept?.id ?? plan.id;
    });
    const asCopy = attempt(async () => {
      const id = freshName(plan.id, this._taken);
      await put(`/api/plans/${encodeURIComponent(id)}`, { ...plan, id });
      return id;
    });
    const exists = this._own.includes(plan.id);
    const heading = h("h3", { tabindex: -1 }, inLanguage(plan.title));
    replace(this._result, h("div", { class: "plan-preview", "data-test": "preview" },
      heading,
      preview(plan, new KnownExercises(this._exercises, plan.exercises)),
      exists && h("p", {}, t("plan.exists")),
      same.map((each) => h("p", { "data-test": "same-name" }, t("plan.same_name", each))),
      news,
      h("div", { class: "actions" },
        exists
          ? [button(t("plan.take_copy"), asCopy, { look: "main", test: "take-copy" }),
            button(t("plan.take_instead"), take, { look: "careful", test: "take" })]
          : button(t("plan.take"), take, { look: "main", test: "take" }),
        button(t("plan.take_not"), () => replace(this._result), { test: "take-not" }))));
    heading.focus();
    announce(t("plan.preview_of", { name: inLanguage(plan.title) }));
  }
}

function preview(plan, known) {
  const minutes = inMinutes(secondsOf(plan, (id) => known.of(id)));
  const inside = Object.keys(plan.exercises ?? {}).map((id) => known.of(id).name);
  return [
    facts([
      [t("plan.for"), plan.for],
      [t("plan.by"), plan.by],
      [t("plan.days"), daysInWords(plan.days)],
      [t("plan.times_a_day"), number(plan.times_a_day ?? 1)],
      [t("plan.from"), plan.from && shortDay(plan.from)],
      [t("plan.until"), plan.until && shortDay(plan.until)],
      [t("plan.duration"), t("plan.minutes", { count: number(minutes) })],
      [t("plan.own_inside"), inside.join(", ")],
      [t("plan.stop"), inLanguage(plan.stop)],
    ]),
    h("ol", { class: "plain previews" }, plan.steps.map((step) => {
      const exercise = known.of(step.exercise);
      return h("li", {}, still(exercise), h("span", {},
        h("strong", {}, exercise.name),
        h("span", { class: "more quiet" },
          [doseInWords(step, exercise), ...wayInWords(step)].join(" · ")),
        step.remark && h("span", { class: "more" }, inLanguage(step.remark)),
        step.say && h("span", { class: "more" }, shape("sound"), " ", inLanguage(step.say))));
    })),
  ];
}
