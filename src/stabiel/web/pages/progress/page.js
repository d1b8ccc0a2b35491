// Progress: each exercise by week, as a chart and as a table.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h, s } from "../shared/dom.js";
import { suggestionCard } from "../shared/suggestion.js";
import { decimalsOf, number, percent, shortDay, t } from "../shared/texts.js";
import { empty, facts, linkButton } from "../shared/widgets.js";

export async function open({ signal }) {
  const all = await get("/api/progress", signal);
  const title = t("progress.title");
  if (all.length === 0) {
    const way = linkButton(address("today"), t("sessions.begin"), { main: true });
    return {
      title,
      content: [h("h1", {}, title), empty(t("progress.none"), t("progress.none_words"), way)],
    };
  }
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "quiet" }, t("progress.words")),
      h("div", { class: "cards" }, all.map(card)),
    ],
  };
}

function card(progress) {
  const id = `progress-${progress.exercise}`;
  return h("section", { class: "card", "aria-labelledby": id, "data-test": "progress" },
    h("h2", { id }, nameOf(progress)),
    latest(progress),
    chart(progress),
    progress.suggestion && suggestionCard({ ...progress.suggestion, ...ofIt(progress) }),
    h("details", {}, h("summary", {}, t("progress.table")), table(progress)));
}

/** Return the name, as a link to the exercise unless it is gone. */
function nameOf({ exercise, exists, name }) {
  return exists ? h("a", { href: address("exercise", exercise) }, name) : name;
}

const ofIt = ({ exercise, name }) => ({ exercise, name });

function latest({ kind, weeks }) {
  const week = weeks.at(-1);
  const most = week.faults[0];
  return facts([
    [t("progress.week_of"), shortDay(week.monday)],
    [t("progress.sessions"), number(week.sessions)],
    ...(kind === "hold"
      ? [[t("progress.held"), t("time.seconds", { count: number(week.hold_s) })]]
      : [[t("progress.good"), t("progress.good_of", { good: week.good, all: week.repetitions })]]),
    [t("progress.most"), most && `${most.name} (${number(most.count)}×)`],
  ]);
}

const valueOf = (kind, week) => (kind === "hold" ? week.hold_s : week.good_share);
const wordsOf = (kind, week) => {
  const value = valueOf(kind, week);
  if (value === null) return "–";
  return kind === "hold" ? t("time.seconds_short", { count: number(value) }) : percent(value);
};

/** Return a bar for each week: the share of good repetitions, or the seconds held. */
function chart({ kind, name, weeks }) {
  const held = kind === "hold";
  const label = held ? t("progress.chart_held", { name }) : t("progress.chart_good", { name });
  const most = held ? Math.max(1, ...weeks.map((week) => week.hold_s ?? 0)) : 1;
  return h("figure", { class: "bars" },
    h("figcaption", { class: "quiet" }, label),
    h("ol", { tabindex: 0, "aria-label": label }, weeks.map((week) => {
      const bar = s("svg", { class: "bar-drawing", viewBox: "0 0 10 100",
        preserveAspectRatio: "none", "aria-hidden": "true" },
      s("rect", { class: "bar-ground", width: 10, height: 100 }),
      s("rect", { class: "bar-full", width: 10, ...standing((valueOf(kind, week) ?? 0) / most) }));
      return h("li", {},
        h("span", { class: "bar-value" }, wordsOf(kind, week)),
        bar,
        h("span", { class: "quiet" }, shortDay(week.monday)));
    })));
}

const standing = (share) => ({ y: 100 * (1 - share), height: 100 * share });

function table({ kind, measure, unit, weeks }) {
  const heads = kind === "hold"
    ? [t("progress.week_of"), t("progress.sessions"), t("progress.held"), t("progress.points")]
    : [
      t("progress.week_of"), t("progress.sessions"), t("progress.repetitions"),
      t("progress.good"), t("progress.range", { measure, unit }), t("progress.way"),
      t("progress.points"),
    ];
  const place = { class: "scroll", tabindex: 0, role: "group", "aria-label": t("progress.table") };
  return h("div", place,
    h("table", {},
      h("thead", {}, h("tr", {}, heads.map((each) => h("th", { scope: "col" }, each)))),
      h("tbody", {}, weeks.map((week) => h("tr", {}, cells(kind, week).map((each, index) =>
        index === 0 ? h("th", { scope: "row" }, each) : h("td", {}, each)))))));
}

function cells(kind, week) {
  const points = week.faults.map((each) => `${each.name} (${number(each.count)}×)`).join(", ");
  const first = [shortDay(week.monday), number(week.sessions)];
  if (kind === "hold") return [...first, wordsOf(kind, week), points];
  return [
    ...first,
    number(week.repetitions),
    week.good_share === null ? "–" : percent(week.good_share),
    week.start === null ? "–" : `${measured(week.start)} – ${measured(week.peak)}`,
    week.out_s === null ? "–" : `${seconds(week.out_s)} / ${seconds(week.return_s)}`,
    points,
  ];
}

const measured = (value) => (value === null ? "–" : number(value, decimalsOf(value)));
const seconds = (value) =>
  (value === null ? "–" : t("time.seconds_short", { count: number(value, 1) }));
