// The weeks of an exercise as a table. In: its progress. Out: a table that scrolls by itself.

import { h } from "../shared/dom.js";
import { number, percent, shortDay, t } from "../shared/texts.js";

/** Return the table, the newest week first. */
export function table({ kind, measure, unit, weeks }) {
  const heads = kind === "hold"
    ? [t("progress.week_of"), t("progress.sessions"), t("progress.held"), t("progress.points")]
    : [
      t("progress.week_of"), t("progress.sessions"), t("progress.repetitions"),
      t("progress.good"), t("progress.range", { measure, unit }), t("progress.way"),
      t("progress.points"),
    ];
  const place = { class: "scroll", tabindex: 0, role: "group", "aria-label": t("progress.table") };
  const newest = [...weeks].reverse();
  return h("div", place,
    h("table", {},
      h("thead", {}, h("tr", {}, heads.map((each) => h("th", { scope: "col" }, each)))),
      h("tbody", {}, newest.map((week) => h("tr", {}, cells(kind, week).map((each, index) =>
        index === 0 ? h("th", { scope: "row" }, each) : h("td", {}, each)))))));
}

function cells(kind, week) {
  const points = week.faults.map((each) => `${each.name} (${number(each.count)}×)`).join(", ");
  const first = [shortDay(week.monday), number(week.sessions)];
  if (kind === "hold") {
    return [...first, t("time.seconds_short", { count: number(week.hold_s) }), points];
  }
  return [
    ...first,
    number(week.repetitions),
    week.good_share === null ? "–" : percent(week.good_share),
    week.start === null ? "–" : `${measured(week.start)} – ${measured(week.peak)}`,
    week.out_s === null ? "–" : `${seconds(week.out_s)} / ${seconds(week.return_s)}`,
    points,
  ];
}

const measured = (value) => (value === null ? "–" : number(value));
const seconds = (value) =>
  (value === null ? "–" : t("time.seconds_short", { count: number(value, 1) }));
