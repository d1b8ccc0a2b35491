// A workout in a line. In: its start, plan, sessions and minutes. Out: words.

import { number, t, timeOfDay } from "./texts.js";

/** Return when it was, what plan, how many exercises were done, and how long it took. */
export function workoutWords({ began_at: began, plan, sessions, minutes }) {
  const done = sessions.filter((each) => each.repetitions + each.holds > 0).length;
  const parts = [timeOfDay(began)];
  if (plan !== null) parts.push(plan);
  parts.push(t("days.exercises", { count: number(done) }));
  if (minutes !== null && minutes > 0) parts.push(t("time.minutes", { count: number(minutes) }));
  return parts.join(" · ");
}
