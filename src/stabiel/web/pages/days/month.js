// A month as a grid of days. In: days, the chosen one. Out: a table to walk through with the keys.

import { dayMark, dayWords } from "../shared/day-mark.js";
import { h } from "../shared/dom.js";
import { longDay, weekDay } from "../shared/texts.js";

const WEEK = 7;
// How far each key goes, in days.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -WEEK, ArrowDown: WEEK };

/** Return the table; `choose` is called with the day that is chosen. */
export function monthTable({ days, today }, chosen, choose) {
  const buttons = days.map((each) => dayButton(each, today));
  const select = (index, focus) => {
    buttons.forEach((button, other) => {
      button.tabIndex = other === index ? 0 : -1;
      button.closest("td").setAttribute("aria-selected", other === index);
    });
    if (focus) buttons[index].focus();
  };
  const cells = buttons.map((button) => h("td", {}, button));
  buttons.forEach((button, index) => {
    button.addEventListener("click", () => {
      select(index, true);
      choose(days[index]);
    });
    button.addEventListener("keydown", (event) => {
      const target = aim(event.key, index, days.length);
      if (target === null) return;
      event.preventDefault();
      select(target, true);
      choose(days[target]);
    });
  });
  select(days.indexOf(chosen), false);
  return h("table", { class: "month", role: "grid", "aria-labelledby": "month",
    "data-test": "month" },
  h("thead", {}, h("tr", {}, namesOfDays().map(([short, long]) =>
    h("th", { scope: "col", abbr: long }, short)))),
  h("tbody", {}, rows(days, cells)));
}

function aim(key, index, count) {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const target = index + (STEPS[key] ?? 0);
  return key in STEPS && target >= 0 && target < count ? target : null;
}

function dayButton(each, today) {
  return h("button", { type: "button", class: `day-button ${each.state}`, "data-day": each.day,
    "data-state": each.state, "aria-current": each.day === today ? "date" : null,
    "aria-label": `${longDay(each.day)}: ${dayWords(each)}` },
  h("span", { class: "day-number" }, String(Number(each.day.slice(8)))),
  dayMark(each.state));
}

/** Return rows of seven cells from Monday on; what belongs to other months stays empty. */
function rows(days, cells) {
  const before = (new Date(`${days[0].day}T12:00`).getDay() + 6) % WEEK;
  const blank = () => h("td", { class: "other-month" });
  const all = [...Array.from({ length: before }, blank), ...cells];
  while (all.length % WEEK) all.push(blank());
  return Array.from({ length: all.length / WEEK }, (_, row) =>
    h("tr", {}, all.slice(row * WEEK, (row + 1) * WEEK)));
}

/** Return the short and the long name of each day of the week, from Monday on. */
function namesOfDays() {
  // The 1st of January 2024 was a Monday.
  return Array.from({ length: WEEK }, (_, index) => {
    const day = `2024-01-0${index + 1}`;
    return [weekDay(day), longDay(day).split(/[ ,]/)[0]];
  });
}
