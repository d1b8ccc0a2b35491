// Short notices below the picture. In: words, once each. Out: elements, some with a button.

import { h, replace } from "../shared/dom.js";
import { announce, button } from "../shared/widgets.js";

const SHOWN_FOR_MS = 15_000;

/** The notices of a session. Holds what was said, so that nothing is said twice. */
export class Notices {
  constructor() {
    this.element = h("div", { class: "notices", "data-test": "notices" });
    this._said = new Set();
    this._shown = new Map();
  }

  /** Say something once in a session; it disappears after a while. */
  say(id, words) {
    if (this._said.has(id)) return;
    this._said.add(id);
    this._show(id, words, null);
    setTimeout(() => this.remove(id), SHOWN_FOR_MS);
  }

  /** Ask for a tap on a button; it stays until `remove`. */
  ask(id, words, label, onTap) {
    if (this._shown.has(id)) return;
    this._show(id, words, button(label, onTap, { look: "main", test: id }));
  }

  /** Take a notice away. */
  remove(id) {
    this._shown.delete(id);
    replace(this.element, [...this._shown.values()]);
  }

  _show(id, words, action) {
    this._shown.set(id, h("p", { class: "plate", "data-notice": id }, words, " ", action));
    replace(this.element, [...this._shown.values()]);
    announce(words);
  }
}
