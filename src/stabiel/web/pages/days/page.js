// The days: a month as a calendar, the chosen day below it, and reminders for one's own calendar.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { monthName, t } from "../shared/texts.js";
import { weekWords } from "../shared/week-strip.js";
import { dayDetail } from "./detail.js";
import { monthTable } from "./month.js";
import { reminders } from "./reminders.js";

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export async function open({ about, query, signal }) {
  const asked = MONTH.test(about) ? `?month=${about}` : "";
  const days = await get(`/api/days${asked}`, signal);
  const title = t("days.title");
  const detail = h("section", { class: "card day-detail", "data-test": "day",
    "aria-live": "polite" });
  const chosen = firstChosen(days, query.get("day"));
  dayDetail(detail, chosen);
  return {
    title,
    content: [
      h("h1", {}, title),
      h("div", { class: "days" },
        h("div", {},
          monthRow(days),
          monthTable(days, chosen, (day) => dayDetail(detail, day)),
          h("p", { class: "quiet", "data-test": "month-words" }, weekWords(days)),
          legend()),
        detail),
      reminders(days.plan),
    ],
  };
}

/** Return the day that is shown first: the one asked for, today, or the first of the month. */
function firstChosen(days, asked) {
  const find = (day) => days.days.find((each) => each.day === day);
  return find(asked) ?? find(days.today) ?? days.days[0];
}

function monthRow(days) {
  const [before, after] = [-1, 1].map((step) => shifted(days.month, step));
  const earlier = days.since !== null && days.since.slice(0, 7) < days.month;
  return h("div", { class: "month-row" },
    earlier && way(before, "back", t("days.before")),
    h("h2", { id: "month" }, monthName(days.month)),
    way(after, "next", t("days.after")));
}

function way(month, icon, words) {
  const name = `${words}: ${monthName(month)}`;
  return h("a", { class: "button", href: address("days", month), "aria-label": name, title: name,
    "data-test": icon === "back" ? "month-before" : "month-after" }, shape(icon));
}

function shifted(month, step) {
  const [year, number] = month.split("-").map(Number);
  const date = new Date(Date.UTC(year, number - 1 + step, 1));
  return date.toISOString().slice(0, 7);
}

function legend() {
  return h("p", { class: "quiet" }, t("days.legend"), " ", t("days.plan_of_today"));
}
