// A row of dots for the repetitions of a set. In: scenes. Out: a list that follows them.

import { h, replace, show } from "../shared/dom.js";
import { barMark, mark } from "../shared/shapes.js";
import { t } from "../shared/texts.js";

/** The repetitions so far, and those to be done. Holds what was shown last. */
export class Dots {
  constructor() {
    this.element = h("ul", { class: "dots plain", hidden: true, "data-test": "dots",
      "aria-label": t("train.dots") });
    this._shown = "";
  }

  update({ done, to_do: toDo }) {
    show(this.element, done.length + toDo > 0);
    const shown = JSON.stringify([done, toDo]);
    if (shown === this._shown) return;
    this._shown = shown;
    replace(this.element, done.map(dot),
      Array.from({ length: toDo }, () => h("li", { class: "to-do", "aria-hidden": "true" })));
  }
}

function dot({ outcome, why }) {
  const words = why === "" ? wordsOf(outcome) : `${wordsOf(outcome)}: ${why}`;
  return h("li", { title: words, "data-outcome": outcome }, shapeOf(outcome),
    h("span", { class: "unseen" }, words));
}

function shapeOf(outcome) {
  return outcome === "not_good" ? barMark() : mark(outcome === "good");
}

function wordsOf(outcome) {
  if (outcome === "good") return t("train.dot_good");
  return outcome === "not_good" ? t("train.dot_not_good") : t("train.dot_not_counted");
}
