// One step of a plan: its exercise, dose and remarks. In: a step. Out: its card, the changed step.

import { freshId, h, replace, write } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { choiceField, stepper, textFields } from "./fields.js";
import { WAY_S } from "./minutes.js";
import { still } from "./still.js";
import { doseInWords, inLanguage, wayInWords, wordCount } from "./words.js";

const MOST_WORDS = 9;
const MOST_REMARK = 200;
const MOST_SAY = 80;

/** A card for one step; `on` has what happens: changed, moved(by), copied, removed. */
export class StepCard {
  constructor(step, exercise, on, restOf) {
    this.step = step;
    this.exercise = exercise;
    this._on = on;
    this._restOf = restOf;
    this._rest = h("div", {});
    this._title = freshId("step");
    this._number = h("span", { class: "step-number", "data-test": "step-number" });
    this._dose = h("span", { class: "quiet", "data-test": "step-dose" });
    this._extras = h("span", { class: "quiet" });
    this._buttons = this._actions();
    this.handle = h("span", { class: "grip", title: t("plan.drag"), "data-test": "grip" },
      shape("grip"));
    this.element = h("li", { class: "plan-step", "aria-labelledby": this._title,
      "data-test": "plan-step", "data-exercise": step.exercise },
    this._head(),
    h("div", { class: "steppers" }, this._amounts()),
    h("details", { class: "step-more" },
      h("summary", { "data-test": "step-more" }, t("plan.step_more"), " ", this._extras),
      h("div", { class: "fields" }, this._fields())));
    this.showRest();
    this._update();
  }

  /** Show the place of the step among `all`. */
  placed(index, all) {
    write(this._number, String(index + 1));
    const { up, down } = this._buttons;
    up.setAttribute("aria-disabled", index === 0);
    down.setAttribute("aria-disabled", index === all - 1);
  }

  /** Put the focus on the button that was pressed, or on the one that moves the other way. */
  focus(name) {
    const button = this._buttons[name];
    button.focus();
  }

  get name() {
    return this.exercise.name;
  }

  /** Show a mistake that the server found in this step. */
  showMistake(words) {
    this._mistake?.remove();
    this._mistake = words === null ? null
      : h("p", { class: "wrong", role: "alert" }, shape("triangle"), " ", words);
    if (this._mistake) this.element.append(this._mistake);
  }

  _head() {
    const { up, down, copy, remove } = this._buttons;
    return h("div", { class: "step-head" },
      this.handle, this._number, still(this.exercise),
      h("div", { class: "step-name" },
        h("h3", { id: this._title }, this.exercise.name), this._dose,
        this.exercise.missing
          && h("p", { class: "wrong" }, t("plan.missing", { id: this.step.exercise }))),
      h("div", { class: "step-buttons" }, up, down, copy, remove));
  }

  _actions() {
    const { name } = this.exercise;
    const made = (icon, label, onclick, test) => h("button",
      { type: "button", class: "icon-button", "aria-label": label, title: label, onclick,
        "data-test": test }, shape(icon));
    return {
      up: made("up", t("plan.move_up", { name }), () => this._on.moved(this, -1), "step-up"),
      down: made("lower", t("plan.move_down", { name }), () => this._on.moved(this, 1),
        "step-down"),
      copy: made("copy", t("plan.copy_step", { name }), () => this._on.copied(this), "step-copy"),
      remove: made("bin", t("plan.remove_step", { name }), () => this._on.removed(this),
        "step-remove"),
    };
  }

  _amounts() {
    const { dose } = this.step;
    const change = (name) => (value) =>
      this._change({ dose: { ...this.step.dose, [name]: value } });
    const sets = stepper({ words: t("plan.sets"), value: this.step.sets ?? 1, least: 1, most: 10,
      test: "sets", onValue: (value) => this._change({ sets: value === 1 ? undefined : value }) });
    if (dose.hold_s === undefined) {
      return [stepper({ words: t("plan.repetitions"), value: dose.repetitions, least: 1, most: 100,
        onValue: change("repetitions"), test: "repetitions" }), sets];
    }
    const times = (value) => change("times")(value === 1 ? undefined : value);
    return [
      stepper({ words: t("plan.hold"), value: dose.hold_s, least: 1, most: 600, by: 5,
        unit: t("plan.seconds"), onValue: change("hold_s"), test: "hold" }),
      stepper({ words: t("plan.times"), value: dose.times ?? 1, least: 1, most: 20,
        onValue: times, test: "times" }),
      sets,
    ];
  }

  _fields() {
    const { step } = this;
    const change = (name) => (value) => this._change({ [name]: value });
    return [
      this.exercise.sides && choiceField({ words: t("plan.side"), value: step.side, test: "side",
        onValue: change("side"),
        choices: [[undefined, t("plan.side_each")], ["left", t("plan.side_left")],
          ["right", t("plan.side_right")]] }),
      choiceField({ words: t("plan.strictness"), value: step.strictness, test: "strictness",
        onValue: change("strictness"),
        choices: [[undefined, t("plan.strict_usual")], ["gentle", t("plan.strict_gentle")],
          ["normal", t("plan.strict_normal")], ["strict", t("plan.strict_strict")]] }),
      this._rest,
      step.dose.repetitions !== undefined && this._tempo(),
      textFields({ words: t("plan.remark"), more: t("plan.remark_more"), value: step.remark,
        most: MOST_REMARK, long: true, onValue: change("remark"), test: "remark" }),
      textFields({ words: t("plan.say"), more: t("plan.say_more"), value: step.say, most: MOST_SAY,
        onValue: change("say"), test: "say",
        problem: (text) => (wordCount(text) > MOST_WORDS
          ? t("plan.say_long", { count: wordCount(text) }) : null) }),
    ];
  }

  /** Show the rest after this step; that of the plan if it has none of its own. */
  showRest() {
    replace(this._rest, stepper({ words: t("plan.rest_after"), unit: t("plan.seconds"),
      value: this.step.rest_s, usual: this._restOf(), least: 0, most: 600, by: 5,
      onValue: (value) => this._change({ rest_s: value }), test: "step-rest" }));
  }

  _tempo() {
    const change = (name) => (value) => {
      const tempo = { ...this.step.tempo, [name]: value };
      const empty = Object.values(tempo).every((each) => each === undefined);
      this._change({ tempo: empty ? undefined : tempo });
    };
    const field = (name, words, test) => stepper({ words, unit: t("plan.seconds"), usual: WAY_S,
      value: this.step.tempo?.[name], least: 0.5, most: 20, by: 0.5, onValue: change(name), test });
    return [field("out_s", t("plan.out"), "tempo-out"),
      field("return_s", t("plan.return"), "tempo-return")];
  }

  _change(changes) {
    Object.assign(this.step, changes);
    this.showMistake(null);
    this._update();
    this._on.changed();
  }

  _update() {
    const { step } = this;
    write(this._dose, doseInWords(step, this.exercise));
    const said = [
      ...wayInWords(step),
      step.rest_s !== undefined && t("plan.rests", { count: step.rest_s }),
      inLanguage(step.remark),
    ].filter(Boolean);
    replace(this._extras, said.length > 0 && `– ${said.join(" · ")}`);
  }
}
