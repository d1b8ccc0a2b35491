// The mark of a day. In: its state. Out: a small drawing; the words beside it say the same.

import { s } from "./dom.js";
import { mark } from "./shapes.js";
import { number, t } from "./texts.js";

/** Return the drawing of a day: done, partly, planned, rest or empty. */
export function dayMark(state) {
  if (state === "done") return mark(true);
  const ring = s("circle", { cx: 12, cy: 12, r: 8.5 });
  const half = state === "partly" && s("path", { d: "M12 3.5a8.5 8.5 0 0 1 0 17z" });
  const dash = state === "rest" ? s("path", { d: "M9 12h6" }) : ring;
  return s("svg", { class: `shape day-mark ${state}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    dash, half);
}

/** Return the state of a day in words; a planned day that passed is simply empty. */
export function dayWords({ state, minutes }) {
  const words = {
    done: t("days.done"),
    partly: t("days.partly"),
    planned: t("days.planned"),
    rest: t("days.rest"),
    empty: t("days.empty"),
  };
  if (minutes === 0) return words[state];
  return `${words[state]}, ${t("time.minutes", { count: number(minutes) })}`;
}
