// What was noted by hand, in a list. In: a note as the server lists it. Out: a row.

import { remove } from "./api.js";
import { h, replace } from "./dom.js";
import { picture } from "./pictures.js";
import { shape } from "./shapes.js";
import { day, t } from "./texts.js";
import { button, troubleNotice } from "./widgets.js";

/** Return the local midnight of a note's day, as an ISO time without an offset. */
export const startOf = (note) => `${note.day}T00:00`;

/** Return a note as a row, perhaps with buttons below it. */
export function noteRow(note, ways = null) {
  return h("li", {},
    h("div", { class: "row", "data-note": note.id },
      picture(note.pictured ? note.exercise : null),
      h("span", { class: "name" }, note.name),
      h("span", {}, shape("pencil"), " ", note.words),
      h("span", { class: "quiet" }, [day(startOf(note)), t("by_hand.by_hand")].join(" · "),
        note.remark && h("span", { class: "block" }, note.remark)),
      ways));
}

/** Return the notice of a note that cannot be read: it can only be removed. */
export function damagedNote(number) {
  const news = h("div", {});
  const drop = async () => {
    try {
      await remove(`/api/by-hand/${number}`);
    } catch (error) {
      replace(news, troubleNotice(error));
      return;
    }
    replace(notice, h("p", {}, t("by_hand.damaged_gone")));
  };
  const notice = h("div", { class: "notice mind", role: "alert", "data-test": "damaged-note" },
    shape("triangle"),
    h("p", {}, t("by_hand.damaged", { number })),
    button(t("by_hand.damaged_remove"), drop, { icon: "bin", test: "remove-damaged" }), news);
  return notice;
}
