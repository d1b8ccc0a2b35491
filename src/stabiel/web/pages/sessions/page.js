// The kept sessions by day, newest first.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { sessionRow } from "../shared/session-row.js";
import { day, t } from "../shared/texts.js";
import { empty, linkButton } from "../shared/widgets.js";

export async function open({ signal }) {
  const sessions = await get("/api/sessions", signal);
  const title = t("sessions.title");
  if (sessions.length === 0) {
    const way = linkButton(address("today"), t("sessions.begin"), { main: true });
    return {
      title,
      content: [h("h1", {}, title), empty(t("sessions.none"), t("sessions.none_words"), way)],
    };
  }
  return { title, content: [h("h1", {}, title), byDay(sessions).map(dayOf)] };
}

function byDay(sessions) {
  const days = new Map();
  for (const session of sessions) {
    const name = day(session.began_at);
    days.set(name, [...(days.get(name) ?? []), session]);
  }
  return [...days];
}

function dayOf([name, sessions], index) {
  return h("section", { "aria-labelledby": `day-${index}` },
    h("h2", { id: `day-${index}`, class: "day" }, name),
    h("ul", { class: "rows", "data-test": "sessions" }, sessions.map(sessionRow)));
}
