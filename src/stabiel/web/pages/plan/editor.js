// Changes one plan. In: a plan and the exercises. Out: the kept plan; nothing is lost unasked.

import { address } from "../shared/addresses.js";
import { mine, put } from "../shared/api.js";
import { h, replace, show, write } from "../shared/dom.js";
import { mark, shape } from "../shared/shapes.js";
import { chosenLanguage, number, t } from "../shared/texts.js";
import { announce, ask, button, linkButton, troubleNotice } from "../shared/widgets.js";
import { careFields, titleFields, whenFields } from "./details.js";
import { inMinutes, secondsOf } from "./minutes.js";
import { chooseExercise } from "./picker.js";
import { StepList } from "./steps.js";
import { freshName, inLanguage } from "./words.js";

const USUAL_REST_S = 30;

/** Return a plan with nothing in it. */
export const emptyPlan = () => ({ plan: 1, title: "", steps: [], rest_s: USUAL_REST_S });

/** The fields of a plan, its steps, and the bar that keeps it. */
export class PlanEditor {
  /**
   * @param {string[]} taken has the ids of the other plans, if this one is new; else it is null.
   * @param {(id: string) => void} onKept is called after a new plan was kept.
   */
  constructor(plan, known, { taken, onKept, signal }) {
    this._plan = structuredClone(plan);
    this._known = known;
    this._taken = taken;
    this._onKept = onKept;
    this._steps = new StepList(plan.steps, known, {
      onChange: () => this._changed(),
      restOf: () => this._plan.rest_s ?? 0,
    });
    this._before = taken === null ? this._written : null;
    this._build();
    this._changed();
    addEventListener("beforeunload", (event) => {
      if (this.unsaved) event.preventDefault();
    }, { signal });
    addEventListener("keydown", (event) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this._save();
    }, { signal });
  }

  /** Whether there is something that is not kept yet. */
  get unsaved() {
    return this._written !== (this._before ?? this._empty);
  }

  /** Return whether the page may be left: at once, or after the user said so. */
  async mayLeave() {
    if (!this.unsaved) return true;
    return ask({
      title: t("plan.leave_title"),
      words: t("plan.leave_words"),
      yes: t("plan.leave"),
      no: t("plan.stay"),
    });
  }

  get _whole() {
    const steps = this._steps.steps;
    const plan = { ...this._plan, steps };
    if (plan.progression) {
      // A dose above the limit of the progress would contradict it.
      const doses = steps.map((step) => step.dose.repetitions ?? 0);
      const most = Math.max(plan.progression.up_to, ...doses);
      plan.progression = { ...plan.progression, up_to: most };
    }
    return plan;
  }

  get _written() {
    return JSON.stringify(this._whole);
  }

  _build() {
    const change = (name) => (value) => {
      if (value === undefined) delete this._plan[name];
      else this._plan[name] = value;
      if (name === "rest_s") this._steps.showRest();
      this._changed();
    };
    this._minutes = h("strong", { "data-test": "minutes" });
    this._state = h("span", { class: "quiet", "data-test": "save-state" });
    this._news = h("div", { "data-test": "save-news" });
    this._hand = h("div", { class: "actions" });
    const section = (words, ...content) =>
      h("section", { class: "card" }, h("h2", {}, words), content);
    const add = async () => {
      const id = await chooseExercise(this._known);
      if (id !== null) this._steps.add(id);
    };
    this.element = h("div", { class: "plan-editor" },
      section(t("plan.about"), titleFields(this._plan, change)),
      section(t("plan.when"), whenFields(this._plan, change)),
      h("section", {}, h("h2", {}, t("plan.steps")),
        h("p", { class: "quiet" }, t("plan.steps_words")),
        this._steps.element,
        h("div", { class: "actions" },
          button(t("plan.add"), add, { icon: "plus", look: "main", test: "add" }))),
      section(t("plan.care"), careFields(this._plan, change)),
      section(t("plan.hand_over"), h("p", {}, t("plan.hand_over_words")), this._hand),
      h("div", { class: "save-bar" },
        h("div", {}, this._minutes, " ", this._state),
        button(t("plan.save"), () => this._save(), { look: "main", test: "save" }),
        this._news));
    this._empty = this._written;
  }

  _changed() {
    // The list of steps reports while it is built.
    if (!this.element) return;
    const { steps } = this._steps;
    const minutes = inMinutes(secondsOf({ ...this._plan, steps }, (id) => this._known.of(id)));
    write(this._minutes, steps.length === 0 ? t("plan.no_minutes")
      : t("plan.minutes", { count: number(minutes) }));
    const { unsaved } = this;
    write(this._state, unsaved ? t("plan.unsaved") : "");
    this._showHandOver(unsaved);
  }

  _showHandOver(unsaved) {
    const { id } = this._plan;
    if (unsaved || id === undefined || this._before === null) {
      replace(this._hand, h("p", { class: "quiet" }, t("plan.save_first")));
      return;
    }
    replace(this._hand, handOver(id));
  }

  async _save() {
    if (this._saving) return;
    const missing = this._missing();
    if (missing !== null) {
      this._tell("mind", shape("triangle"), missing);
      return;
    }
    this._saving = true;
    const whole = this._whole;
    const isNew = this._taken !== null;
    if (isNew) whole.id = freshName(inLanguage(whole.title), this._taken);
    // What is changed while the answer is on its way is not kept by it.
    const written = this._written;
    try {
      await put(`/api/plans/${encodeURIComponent(whole.id)}`, whole);
    } catch (error) {
      this._refused(error);
      return;
    } finally {
      this._saving = false;
    }
    this._plan.id = whole.id;
    this._taken = null;
    this._before = isNew ? JSON.stringify({ ...JSON.parse(written), id: whole.id }) : written;
    this._changed();
    this._tell("good", mark(true), t("plan.saved", { name: inLanguage(whole.title) }));
    if (isNew) this._onKept(whole.id);
  }

  /** Return what a plan needs before it can be kept, or null. */
  _missing() {
    const { title, from, until } = this._plan;
    if (inLanguage(title).trim() === "") return t("plan.needs_title");
    if (this._steps.steps.length === 0) return t("plan.needs_step");
    if (from && until && until < from) return t("plan.needs_order");
    return null;
  }

  _refused(error) {
    const mistakes = Array.isArray(error.value) ? error.value : [];
    if (mistakes.length === 0) {
      show(this._news, true);
      replace(this._news, troubleNotice(error, () => this._save()));
      return;
    }
    for (const { place, message } of mistakes) {
      const [, index] = /steps\D+(\d+)/.exec(String(place)) ?? [];
      const key = String(place).replace(/^steps\D+\d+\D?/, "");
      const words = key === "" ? message : `${key}: ${message}`;
      if (index !== undefined) this._steps.showMistake(Number(index), words);
    }
    const list = h("ul", {}, mistakes.map(({ place, message }) =>
      h("li", {}, place ? `${place}: ` : null, message)));
    this._tell("mind", shape("triangle"), t("plan.not_saved"), list);
  }

  _tell(look, icon, words, more = null) {
    const role = look === "good" ? null : "alert";
    replace(this._news, h("div", { class: `notice ${look}`, role }, icon,
      h("div", {}, h("p", {}, words), more)));
    if (role === null) announce(words);
  }
}

/** Return the buttons that hand a plan over: a file, a printed page. */
export function handOver(id) {
  const path = `/api/plans/${encodeURIComponent(id)}`;
  return [
    h("a", { class: "button", href: mine(`${path}/file`), download: `${id}.yaml`,
      "data-test": "plan-file" }, shape("down"), t("plan.as_file")),
    h("a", { class: "button", href: mine(`${path}/print?lang=${chosenLanguage()}`),
      target: "_blank", rel: "noopener", "data-test": "plan-print" },
    shape("paper"), t("plan.print")),
    linkButton(address("plan", "", { copy: id }), t("plan.copy"), { icon: "copy" }),
  ];
}
