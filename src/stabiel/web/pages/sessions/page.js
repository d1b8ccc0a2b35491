// The kept sessions by day, newest first.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { noteRow, startOf } from "../shared/note-row.js";
import { sessionRow } from "../shared/session-row.js";
import { day, t } from "../shared/texts.js";
import { empty, linkButton } from "../shared/widgets.js";

export async function open({ signal }) {
  const [sessions, notes] = await Promise.all([
    get("/api/sessions", signal), get("/api/by-hand", signal),
  ]);
  const title = t("sessions.title");
  if (sessions.length === 0 && notes.length === 0) {
    const way = linkButton(address("today"), t("sessions.begin"), { main: true });
    return {
      title,
      content: [h("h1", {}, title), empty(t("sessions.none"), t("sessions.none_words"), way)],
    };
  }
  const days = byDay([...sessions, ...notes]).map(dayOf);
  return { title, content: [h("h1", {}, title), days, noteWay()] };
}

const noteWay = () => h("p", {}, linkButton(address("by-hand"), t("by_hand.button")));

// A note has a day only: it comes after the sessions of that day.
const when = (each) => each.began_at ?? startOf(each);

function byDay(entries) {
  const days = new Map();
  for (const each of entries.sort((one, other) => new Date(when(other)) - new Date(when(one)))) {
    const name = day(when(each));
    days.set(name, [...(days.get(name) ?? []), each]);
  }
  return [...days];
}

function dayOf([name, sessions], index) {
  return h("section", { "aria-labelledby": `day-${index}` },
    h("h2", { id: `day-${index}`, class: "day" }, name),
    h("ul", { class: "rows", "data-test": "sessions" }, sessions.map((each) =>
      (each.began_at === undefined ? noteRow(each) : sessionRow(each)))));
}
