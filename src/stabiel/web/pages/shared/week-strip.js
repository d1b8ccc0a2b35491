// This week in a strip. In: the answer of /api/days/week. Out: seven days, and what they come to.

import { address } from "./addresses.js";
import { dayMark, dayWords } from "./day-mark.js";
import { h } from "./dom.js";
import { longDay, number, t, weekDay } from "./texts.js";

/** Return the strip of a week; each day leads to its place in the calendar. */
export function weekStrip(week) {
  return h("section", { class: "week", "aria-labelledby": "this-week", "data-test": "week" },
    h("div", { class: "title-row" },
      h("h2", { id: "this-week" }, t("days.this_week")),
      h("a", { href: address("days"), "data-test": "to-days" }, t("days.to_calendar"))),
    h("ol", {}, week.days.map((each) => oneDay(each, week.today))),
    h("p", { class: "quiet" }, weekWords(week)));
}

function oneDay(each, today) {
  const month = each.day.slice(0, 7);
  const label = `${longDay(each.day)}: ${dayWords(each)}`;
  return h("li", {},
    h("a", { href: address("days", month, { day: each.day }), "aria-label": label,
      "aria-current": each.day === today ? "date" : null },
    h("span", { class: "letter" }, weekDay(each.day)),
    dayMark(each.state)));
}

/** Return what days come to, in kind words. */
export function weekWords({ done, partly, extra, minutes, planned_until_today: planned }) {
  const parts = [];
  if (done + extra + partly === 0) return t("days.nothing");
  if (planned > 0 && done >= planned) parts.push(t("days.all"));
  else if (done > 0) parts.push(t("days.done_of", { done, planned }));
  if (partly > 0) parts.push(t("days.and_partly", { count: number(partly) }));
  if (extra > 0) parts.push(t("days.and_extra", { count: number(extra) }));
  if (minutes > 0) parts.push(t("time.minutes", { count: number(minutes) }));
  return parts.join(" · ");
}
