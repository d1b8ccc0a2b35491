// A question before or after a session, over the picture. In: scenes. Out: a command for an answer.

import { h, replace, set, show, write } from "../shared/dom.js";
import { state } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { announce } from "../shared/widgets.js";

/** The question over the picture. Holds what was shown last. */
export class QuestionView {
  /** @param {?(command: string) => void} onCommand receives the answer; null to show it only. */
  constructor(onCommand) {
    this._onCommand = onCommand;
    state.advice = null;
    this._shown = "";
    this._text = h("h2", { class: "question-text" });
    this._answers = h("div", { class: "answers", role: "group" });
    this._waits = h("p", { class: "waits", "data-test": "waits" });
    this._skip = h("button", { type: "button", "data-test": "skip-question",
      "aria-keyshortcuts": "N", onclick: () => onCommand?.("skip") });
    this.element = h("div", { class: "question", hidden: true, "data-test": "pain-question" },
      this._text, this._answers, this._waits, h("div", { class: "actions" }, this._skip));
  }

  /** Show the question of a scene, or nothing; unchanged elements are not touched. */
  update(scene) {
    const { question } = scene;
    show(this.element, question !== null);
    if (question === null) {
      this._shown = "";
      return;
    }
    write(this._waits, question.waits);
    const key = `${question.id} ${question.text}`;
    if (key === this._shown) return;
    this._shown = key;
    write(this._text, question.text);
    set(this._answers, "aria-label", question.text);
    set(this._answers, "data-kind", question.id);
    set(this.element, "data-zone", question.zone ?? "none");
    show(this._answers, question.choices.length > 0);
    replace(this._answers, question.choices.map((each) => this._choice(each)),
      question.id === "pain" && ends());
    // To skip this one is to stop, which has a button already.
    show(this._skip, question.id !== "stop" && this._onCommand !== null);
    write(this._skip, question.choices.length > 0 ? t("pain.skip") : t("app.next"));
    // The spoken line is short; the advice has more to say.
    if (question.zone === null) return;
    announce(question.text);
    state.advice = question.text;
  }

  _choice({ number, words }) {
    if (this._onCommand === null) return h("span", { class: "answer-shown" }, words);
    return h("button", { type: "button", "data-test": `answer-${number}`,
      onclick: () => this._onCommand(`answer_${number}`) }, words);
  }
}

function ends() {
  return h("p", { class: "scale-ends" },
    h("span", {}, t("pain.none")), h("span", {}, t("pain.worst")));
}
