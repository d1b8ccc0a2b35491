// A kept session in a list. In: a session as the server lists it. Out: a row.

import { address } from "./addresses.js";
import { h } from "./dom.js";
import { picture } from "./pictures.js";
import { mark, shape } from "./shapes.js";
import { duration, number, t, timeOfDay } from "./texts.js";

/** Return one session as a row, which links to its review if it is finished. */
export function sessionRow(session) {
  const over = session.state === "finished";
  const href = over ? address("review", session.id) : null;
  return h("li", {},
    h(over ? "a" : "div", { class: "row", href, "data-session": session.id },
      picture(session.pictured ? session.exercise : null),
      h("span", { class: "name" }, session.name),
      h("span", {}, done(session),
        session.corrected && h("span", { class: "block", "data-test": "corrected" },
          shape("pencil"), " ", session.corrected.words)),
      h("span", { class: "quiet" }, about(session))));
}

function done(session) {
  const counted = session.repetitions + session.holds;
  if (session.ending === "skipped" && counted === 0) return t("sessions.skipped");
  if (session.holds > 0) return t("sessions.held", { count: number(session.hold_s) });
  if (session.repetitions === 0) return session.why_nothing ?? t("sessions.nothing");
  const words = t("sessions.good", { good: session.good, all: session.repetitions });
  return session.good === session.repetitions ? [mark(true), " ", words] : words;
}

/** Return whether some of it was done and the rest was not. */
function left({ ending, repetitions, holds }) {
  return ending === "stopped" || (ending === "skipped" && repetitions + holds > 0);
}

function about(session) {
  const parts = [timeOfDay(session.began_at)];
  if (session.duration_s !== null) parts.push(duration(session.duration_s));
  if (left(session)) parts.push(t("sessions.not_finished"));
  if (session.is_video) parts.push(t("sessions.analyzed"));
  if (session.has_video) parts.push(t("sessions.video"));
  if (session.state === "running") parts.push(t("sessions.running"));
  if (session.state === "broken off") parts.push(t("sessions.broken_off"));
  return parts.join(" · ");
}
