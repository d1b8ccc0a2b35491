// What was noted by hand, in a list. In: a note as the server lists it. Out: a row.

import { h } from "./dom.js";
import { shape } from "./shapes.js";
import { day, t } from "./texts.js";

/** Return the local midnight of a note's day, as an ISO time without an offset. */
export const startOf = (note) => `${note.day}T00:00`;

/** Return a note as a row, perhaps with buttons below it. */
export function noteRow(note, ways = null) {
  return h("li", {},
    h("div", { class: "row", "data-note": note.id },
      h("span", { class: "name" }, note.name),
      h("span", {}, shape("pencil"), " ", note.words),
      h("span", { class: "quiet" }, [day(startOf(note)), t("by_hand.by_hand")].join(" · "),
        note.remark && h("span", { class: "block" }, note.remark)),
      ways));
}
