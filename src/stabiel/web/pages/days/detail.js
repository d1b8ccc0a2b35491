// One day: what was planned and what was done. In: a day of the server. Out: its section, filled.

import { address } from "../shared/addresses.js";
import { dayWords } from "../shared/day-mark.js";
import { h, replace } from "../shared/dom.js";
import { sessionRow } from "../shared/session-row.js";
import { longDay, number, t } from "../shared/texts.js";
import { linkButton } from "../shared/widgets.js";
import { workoutWords } from "../shared/workout.js";

/** Show a day in its section. */
export function dayDetail(place, day) {
  replace(place,
    h("h2", { class: "day" }, longDay(day.day)),
    h("p", {}, dayWords(day)),
    day.workouts.map(workout),
    day.workouts.length === 0 && day.state === "planned"
      && linkButton(address("today"), t("days.to_today")));
}

function workout(each) {
  const skipped = each.skipped.length > 0
    && h("p", { class: "quiet" }, t("days.skipped", { names: each.skipped.join(", ") }));
  return h("div", { class: "workout-part" },
    each.sessions.length > 0 && h("h3", {}, workoutWords(each)),
    h("ul", { class: "rows" }, each.sessions.map(sessionRow), each.by_hand.map(noted)),
    skipped);
}

function noted({ name, minutes }) {
  return h("li", {}, h("div", { class: "row" },
    h("span", { class: "name" }, name),
    h("span", {}, minutes === null ? "" : t("time.minutes", { count: number(minutes) })),
    h("span", { class: "quiet" }, t("days.by_hand"))));
}
