// What the person says about the judgment. In: a review. Out: buttons at its events, a card.
// The judgment itself stays: the server keeps what is said beside it, and adds up.

import { post, remove } from "../shared/api.js";
import { freshId, h, replace } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { clock, number, t } from "../shared/texts.js";
import { announce, button, troubleNotice } from "../shared/widgets.js";

/** Holds the corrections of one review, and redraws what shows them after each change. */
export class Corrections {
  /**
   * @param {object} review, found: a session and its corrections, as the server gives them.
   * @param {Array} exercises: all that there are.
   * @param {Player} player: its time is the moment of a repetition that was missed.
   * @param {string} path: of the session.
   */
  constructor({ review, found, exercises, player, path }) {
    this._review = review;
    this._found = found;
    this._exercises = exercises;
    this._player = player;
    this._path = `${path}/corrections`;
    this._places = [];
    this._busy = false;
    this._trouble = h("div", {});
    this._counts = h("div", { "data-test": "corrected" });
    this._made = h("div", {});
    this.element = this._card();
    this._draw();
  }

  /** Return the place beside an event with the button that says what is not right about it. */
  beside({ event }) {
    const place = h("span", { class: "say-so" });
    const draw = () => replace(place, this._onEvent(event));
    this._places.push(draw);
    draw();
    return place;
  }

  _onEvent(event) {
    const said = this._found.corrections.find((each) =>
      each.event?.what === event.what && each.event.index === event.index
      && each.state === "applies");
    const time = h("span", { class: "unseen" }, ` (${clock(event.start_s)})`);
    const key = `${event.what}-${event.index}`;
    if (said !== undefined) {
      return [
        h("span", { class: "quiet" }, shape("pencil"), " ", wordsOn(event)),
        h("button", { type: "button", "data-key": key, onclick: () => this._undo(said, key),
          "data-test": "undo" }, t("review.undo"), time),
      ];
    }
    return h("button", { type: "button", "data-key": key, "data-test": `say-${event.what}`,
      onclick: () => this._say(statementOn(event), key) }, wordsOn(event), time);
  }

  _card() {
    return h("section", { class: "card corrections", "aria-labelledby": "correct" },
      h("h2", { id: "correct" }, t("review.correct")),
      h("p", { class: "quiet" }, t("review.correct_words")),
      this._counts, this._otherExercise(), this._trouble, this._made);
  }

  _draw() {
    for (const draw of this._places) draw();
    const { judged, corrected, changed, words, corrections } = this._found;
    const held = this._review.exercise.kind === "hold";
    const before = held
      ? t("review.judged_held", { seconds: number(judged.hold_s) })
      : t("review.judged", { count: number(judged.repetitions) });
    replace(this._counts,
      h("p", { class: "counts" }, before,
        changed && [" ", h("strong", {}, shape("pencil"), " ",
          t("review.corrected", { words }))]),
      !held && this._steppers(corrected));
    replace(this._made, corrections.length > 0 && [
      h("h3", {}, t("review.said")),
      h("ul", { class: "plain said", "data-test": "said" }, corrections.map((each) =>
        h("li", { class: each.state },
          h("span", {}, each.words),
          h("button", { type: "button", "data-key": `said-${each.id}`,
            onclick: () => this._undo(each, "more") },
          t("review.undo"), h("span", { class: "unseen" }, `: ${each.words}`))))),
    ]);
  }

  _steppers({ repetitions }) {
    const { sides } = this._found;
    const more = (side) => h("button", { type: "button", "data-key": `more-${side}`,
      "data-test": "more", onclick: () => this._change(1, side) },
    "+1", side !== "both" && ` ${side === "left" ? t("side.left") : t("side.right")}`,
    h("span", { class: "unseen" }, ` ${t("review.more")}`));
    return [
      h("div", { class: "actions correct-ways" },
        h("button", { type: "button", "data-key": "fewer", "data-test": "fewer",
          "aria-disabled": repetitions === 0,
          onclick: () => repetitions > 0 && this._change(-1, "both") },
        "−1", h("span", { class: "unseen" }, ` ${t("review.fewer")}`)),
        sides.map(more)),
      h("p", { class: "quiet correct-ways" }, t("review.moment")),
    ];
  }

  _otherExercise() {
    const id = freshId("other");
    const others = this._exercises.filter((each) => each.id !== this._review.exercise.id);
    const choice = h("select", { id, "data-test": "other-exercise" },
      h("option", { value: "" }, t("review.choose")),
      others.map((each) => h("option", { value: each.id }, each.name)));
    const say = () => {
      if (choice.value !== "") this._say({ kind: "exercise", exercise: choice.value }, "other");
      else choice.focus();
    };
    const way = button(t("review.other_yes"), say, { test: "say-exercise" });
    way.dataset.key = "other";
    return h("div", { class: "other correct-ways" },
      h("label", { for: id }, t("review.other")),
      h("div", { class: "actions" }, choice, way));
  }

  _change(change, side) {
    // At the start nobody has looked for the moment yet.
    const moment = this._player.time > 0 ? this._player.time : null;
    const key = change > 0 ? `more-${side}` : "fewer";
    const time = change > 0 ? moment : null;
    return this._say({ kind: "repetitions", change, side, time_s: time }, key);
  }

  _say(correction, key) {
    return this._ask(() => post(this._path, { correction }), key);
  }

  _undo({ id }, key) {
    return this._ask(() => remove(`${this._path}/${id}`), key);
  }

  async _ask(request, key) {
    // A second tap on the same button must not say it twice.
    if (this._busy) return;
    this._busy = true;
    try {
      // The totals in words are the server's, in the language of the page.
      this._found = (await request()) ?? this._found;
      replace(this._trouble);
    } catch (error) {
      replace(this._trouble, troubleNotice(error));
      return;
    } finally {
      this._busy = false;
    }
    this._draw();
    announce(this._found.changed
      ? t("review.corrected", { words: this._found.words })
      : t("review.as_judged"));
    this._focus(key);
  }

  /** The button that was pressed is drawn again: the focus goes to the one in its place. */
  _focus(key) {
    const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
      ?? this.element.querySelector("button");
    found?.focus({ preventScroll: true });
  }
}

function wordsOn(event) {
  if (event.what === "fault") return t("review.say_wrong");
  return event.what === "attempt" ? t("review.say_counted") : t("review.say_not_counted");
}

function statementOn({ what, side, start_s, end_s, id }) {
  if (what === "fault") return { kind: "fault_wrong", fault: id, side, start_s, end_s };
  return { kind: "counts", what, side, start_s, end_s, counts: what === "attempt" };
}
