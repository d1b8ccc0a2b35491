// Charts of weeks. In: the progress of an exercise. Out: figures that end with this week.
// The columns share the width of the card, so that this week is in sight on a narrow phone too.

import { h, s } from "../shared/dom.js";
import { number, shortDay, t } from "../shared/texts.js";

// As many as have room for their numbers at 390 px.
const COLUMNS = 8;
const DAY_MS = 86_400_000;
const HEIGHT = 100;
// A line keeps this far from the edges, so that its points are whole.
const MARGIN = 12;

/** Return the last weeks up to this one; those without a session are null. */
function slots({ weeks, this_week: thisWeek }) {
  const known = new Map(weeks.map((week) => [week.monday, week]));
  const last = Date.parse(`${thisWeek}T00:00Z`);
  return Array.from({ length: COLUMNS }, (_, index) => {
    const day = new Date(last - 7 * DAY_MS * (COLUMNS - 1 - index)).toISOString().slice(0, 10);
    return { day, week: known.get(day) ?? null };
  });
}

/** Return bars: the share of good repetitions by week, or the seconds held. */
export function mainChart(progress) {
  const held = progress.kind === "hold";
  const valueOf = (week) => {
    if (held) return week.hold_s;
    return week.good_share === null ? null : 100 * week.good_share;
  };
  const label = held ? t("progress.chart_held") : t("progress.chart_good");
  const columns = slots(progress).map(({ day, week }) =>
    ({ day, value: week === null ? null : valueOf(week) }));
  const most = held ? Math.max(1, ...columns.map(({ value }) => value ?? 0)) : 100;
  const bars = columns.map(({ value }, index) => value !== null && [
    s("rect", { class: "bar-ground", x: index + 0.15, width: 0.7, height: HEIGHT }),
    s("rect", { class: "bar-full", x: index + 0.15, width: 0.7,
      y: HEIGHT * (1 - value / most), height: HEIGHT * (value / most) }),
  ]);
  return figure(label, columns, bars);
}

/** Return a line each for the range and the tempo, if two weeks or more have them. */
export function lines(progress) {
  if (progress.kind === "hold") return null;
  const { measure, unit, compared } = progress;
  const tempo = ({ out_s: out, return_s: back }) =>
    (out === null || back === null ? null : out + back);
  return h("div", { class: "small-charts" },
    line(t("progress.chart_range", { measure, unit }), progress, (week) => week.range,
      { first: compared.range_at_first }),
    line(t("progress.chart_tempo"), progress, tempo, { decimals: 1 }));
}

function line(label, progress, valueOf, { first = null, decimals = 0 }) {
  const columns = slots(progress).map(({ day, week }) =>
    ({ day, value: week === null ? null : valueOf(week) }));
  const values = columns.map(({ value }) => value).filter((value) => value !== null);
  if (values.length < 2) return null;
  const all = first === null ? values : [...values, first];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const y = (value) =>
    (high === low ? HEIGHT / 2
      : MARGIN + (HEIGHT - 2 * MARGIN) * ((high - value) / (high - low)));
  const points = columns.flatMap(({ value }, index) =>
    (value === null ? [] : [[index + 0.5, y(value)]]));
  const path = points.map((each) => each.join(" ")).join(" L");
  const drawn = [
    first !== null && s("path", { class: "chart-first", d: `M0 ${y(first)}H${COLUMNS}` }),
    s("path", { class: "chart-line", d: `M${path}` }),
    // A round cap makes a dot of a path without length, which no scaling can flatten.
    points.map(([x, height]) => s("path", { class: "chart-dot", d: `M${x} ${height}h0` })),
  ];
  return figure(label, columns, drawn, decimals);
}

function figure(label, columns, drawn, decimals = 0) {
  const shown = (value) => (value === null ? "" : number(value, decimals));
  const spoken = columns.filter(({ value }) => value !== null)
    .map(({ day, value }) => `${shortDay(day)}: ${shown(value)}`).join("; ");
  const cells = (words) => h("div", { class: "chart-cells", "aria-hidden": "true" },
    words.map((each) => h("span", {}, each)));
  const last = columns.length - 1;
  return h("figure", { class: "chart" },
    h("figcaption", { class: "quiet" }, label),
    cells(columns.map(({ value }) => shown(value))),
    s("svg", { class: "chart-drawing", viewBox: `0 0 ${COLUMNS} ${HEIGHT}`,
      preserveAspectRatio: "none", role: "img", "aria-label": `${label}. ${spoken}` }, drawn),
    h("div", { class: "chart-ends quiet", "aria-hidden": "true" },
      h("span", {}, shortDay(columns[0].day)),
      h("span", {}, shortDay(columns[last >> 1].day)),
      h("span", {}, t("days.this_week"))));
}
