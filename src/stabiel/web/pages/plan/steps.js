// The steps of a plan, in order. In: steps. Out: cards to change, copy, remove and reorder.

import { h, show } from "../shared/dom.js";
import { scene } from "../shared/scenes.js";
import { t } from "../shared/texts.js";
import { announce, button } from "../shared/widgets.js";
import { dragBy } from "./reorder.js";
import { StepCard } from "./step.js";

/** The list of steps. `onChange` is called after every change; `restOf` returns the plan's rest. */
export class StepList {
  constructor(steps, known, { onChange, restOf }) {
    this._known = known;
    this._onChange = onChange;
    this._restOf = restOf;
    this._list = h("ol", { class: "plain plan-steps", "data-test": "plan-steps" });
    this._none = h("div", { class: "none-yet" }, scene("plan"),
      h("p", { class: "quiet" }, t("plan.no_steps")));
    this.element = h("div", {}, this._none, this._list);
    this._cards = [];
    for (const step of steps) this._list.append(this._card(step).element);
    this._arrange();
  }

  /** The steps in their present order. */
  get steps() {
    return this._cards.map((card) => card.step);
  }

  /** Add an exercise at the end, with the dose that it begins with. */
  add(id) {
    const card = this._card({ exercise: id, dose: this._known.firstDose(id) });
    this._list.append(card.element);
    this._changed();
    announce(t("plan.added", { name: card.name, place: this._cards.length }));
    card.element.scrollIntoView({ block: "center" });
    card.focus("up");
  }

  /** Show the plan's rest where a step has none of its own. */
  showRest() {
    for (const card of this._cards) card.showRest();
  }

  /** Show what the server says about step `index`, which counts from 0. */
  showMistake(index, words) {
    this._cards[index]?.showMistake(words);
  }

  _card(step) {
    const card = new StepCard(structuredClone(step), this._known.of(step.exercise), {
      changed: this._onChange,
      moved: (moved, by) => this._move(moved, by),
      copied: (copied) => this._copy(copied),
      removed: (removed) => this._remove(removed),
    }, this._restOf);
    this._cards.push(card);
    card.element.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || by === undefined) return;
      event.preventDefault();
      this._move(card, by);
    });
    // The handle finds its list only once the card is in it.
    dragBy(card.handle, card.element, () => {
      this._changed();
      this._say(card);
    });
    return card;
  }

  _move(card, by) {
    const next = this._cards[this._cards.indexOf(card) + by];
    if (next === undefined) return;
    // The other one moves, so that the focus stays where it is.
    if (by < 0) card.element.after(next.element);
    else card.element.before(next.element);
    this._changed();
    this._say(card);
    card.element.scrollIntoView({ block: "nearest" });
  }

  _say(card) {
    const place = this._cards.indexOf(card) + 1;
    announce(t("plan.moved", { name: card.name, place, all: this._cards.length }));
  }

  _copy(card) {
    const copy = this._card(card.step);
    card.element.after(copy.element);
    this._changed();
    announce(t("plan.added", { name: copy.name, place: this._cards.indexOf(copy) + 1 }));
    copy.focus("copy");
  }

  /** Take a step out; a notice in its place puts it back. */
  _remove(card) {
    const words = t("plan.removed", { name: card.name });
    const back = button(t("plan.put_back"), () => {
      notice.replaceWith(card.element);
      this._cards.push(card);
      this._changed();
      card.focus("remove");
    }, { test: "put-back" });
    const notice = h("li", { class: "notice" }, h("p", {}, words), back);
    card.element.replaceWith(notice);
    this._cards.splice(this._cards.indexOf(card), 1);
    this._changed();
    announce(words);
    back.focus();
  }

  _changed() {
    this._arrange();
    this._onChange();
  }

  /** Bring the cards into the order of the page, and number them. */
  _arrange() {
    const order = new Map([...this._list.children].map((each, index) => [each, index]));
    this._cards.sort((one, other) => order.get(one.element) - order.get(other.element));
    this._cards.forEach((card, index) => card.placed(index, this._cards.length));
    show(this._none, this._cards.length === 0);
  }
}
