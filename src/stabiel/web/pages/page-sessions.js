// The sessions that are kept, newest first, by day.

import { get } from "./api.js";
import { h } from "./dom.js";
import { address } from "./addresses.js";
import { mark } from "./shapes.js";
import { day, duration, number, t, timeOfDay } from "./texts.js";
import { empty, linkButton } from "./widgets.js";

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

/** Return one session as a row, which leads to its review once it is over. */
export function sessionRow(session) {
  const over = session.state === "finished";
  const href = over ? address("review", session.id) : null;
  return h("li", {},
    h(over ? "a" : "div", { class: "row", href, "data-session": session.id },
      h("span", { class: "name" }, session.name),
      h("span", {}, done(session)),
      h("span", { class: "quiet" }, about(session))));
}

function done(session) {
  if (session.holds > 0) return t("sessions.held", { count: number(session.hold_s) });
  if (session.repetitions === 0) return t("sessions.nothing");
  const words = t("sessions.good", { good: session.good, all: session.repetitions });
  return session.good === session.repetitions ? [mark(true), " ", words] : words;
}

function about(session) {
  const parts = [timeOfDay(session.began_at)];
  if (session.duration_s !== null) parts.push(duration(session.duration_s));
  if (session.has_video) parts.push(t("sessions.video"));
  if (session.state === "running") parts.push(t("sessions.running"));
  if (session.state === "broken off") parts.push(t("sessions.broken_off"));
  return parts.join(" · ");
}
