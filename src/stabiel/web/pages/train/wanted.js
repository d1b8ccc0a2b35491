// What the set-up still asks for. In: its items. Out: one sentence, and the whole list folded.

import { h, replace, show, write } from "../shared/dom.js";
import { mark } from "../shared/shapes.js";
import { t } from "../shared/texts.js";

/** The set-up in a sentence. Holds what was shown last. */
export class WantedList {
  constructor() {
    this._sentence = h("p", { class: "wants", "data-test": "wants" });
    this._number = h("summary", {});
    this._list = h("ul", { class: "wanted", "data-test": "wanted" });
    this.element = h("div", { class: "set-up", hidden: true }, this._sentence,
      h("details", {}, this._number, this._list));
    this._shown = "";
  }

  /** Show these items; without any, nothing. */
  update(wanted) {
    show(this.element, wanted.length > 0);
    const rows = rowsOf(wanted);
    const shown = JSON.stringify(rows);
    if (shown === this._shown) return;
    this._shown = shown;
    const open = rows.find((row) => !row.ok);
    write(this._sentence, open ? t("train.still", { what: open.words }) : t("train.all_set"));
    const done = rows.filter((row) => row.ok).length;
    write(this._number, t("train.set_up_list", { done, all: rows.length }));
    replace(this._list, rows.map(rowOf));
  }
}

/** Return the items about the place, and all items about the posture as one. */
function rowsOf(wanted) {
  const place = wanted.filter((item) => !item.of_posture);
  if (place.length === wanted.length) return place;
  const ok = wanted.every((item) => item.ok || !item.of_posture);
  return [...place, { words: t("train.posture"), ok }];
}

function rowOf(item) {
  return h("li", { class: item.ok ? "there" : "missing" },
    mark(item.ok),
    h("span", {}, item.words),
    h("span", { class: "unseen" }, item.ok ? t("train.there") : t("train.not_yet")));
}
