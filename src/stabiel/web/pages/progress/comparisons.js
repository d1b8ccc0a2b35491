// What the weeks, the sides and the sets show when compared. In: progress. Out: sentences, bars.

import { h, s } from "../shared/dom.js";
import { number, percent, t } from "../shared/texts.js";

/** Return what can be said about an exercise, and what cannot yet. */
export function comparisons(progress) {
  const { compared } = progress;
  const week = progress.weeks.at(-1);
  const unsaid = {
    range: t("progress.unsaid_range"),
    faults: t("progress.unsaid_faults"),
    fatigue: t("progress.unsaid_fatigue"),
    sides: t("progress.unsaid_sides"),
  };
  return [
    sides(progress.kind, week.sides),
    h("ul", { class: "plain compared" },
      [
        range(progress),
        fatigue(week.fatigue, progress.unit),
        compared.gone.length > 0 && t("progress.gone", { points: compared.gone.join(", ") }),
        compared.new.length > 0 && t("progress.new", { points: compared.new.join(", ") }),
      ].filter(Boolean).map((words) => h("li", {}, words))),
    compared.unsaid.length > 0 && h("p", { class: "quiet" }, t("progress.unsaid", {
      what: compared.unsaid.map((each) => unsaid[each]).join(", "),
    })),
  ];
}

const measured = (value) => number(value);
const seconds = (value) => t("time.seconds_short", { count: number(value, 1) });

function range({ compared, unit }) {
  const { range_at_first: first, range_now: now } = compared;
  if (first === null) return null;
  return t("progress.range_now", { now: measured(now), first: measured(first), unit });
}

/** Return the end of a set against its start: only what was measured at both. */
function fatigue(found, unit) {
  if (found === null) return null;
  const parts = [];
  if (found.range_first !== null && found.range_last !== null) {
    parts.push(t("progress.set_range", {
      last: measured(found.range_last), first: measured(found.range_first), unit,
    }));
  }
  if (found.tempo_first_s !== null && found.tempo_last_s !== null) {
    parts.push(t("progress.set_tempo", {
      last: seconds(found.tempo_last_s), first: seconds(found.tempo_first_s),
    }));
  }
  return parts.length === 0 ? null : t("progress.set", { what: parts.join(", ") });
}

/** Return a bar for each side, if both were done. */
function sides(kind, { left, right }) {
  if (left === undefined || right === undefined) return null;
  const most = Math.max(1, left.hold_s, right.hold_s);
  const bar = (name, totals) => {
    const share = kind === "hold" ? totals.hold_s / most : totals.good / totals.repetitions || 0;
    const words = kind === "hold"
      ? seconds(totals.hold_s)
      : `${t("progress.good_of", { good: totals.good, all: totals.repetitions })}`
        + ` (${percent(share)})`;
    return h("div", { class: "side-bar" },
      h("span", {}, name),
      s("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
        s("rect", { class: "bar-ground", width: 100, height: 10 }),
        s("rect", { class: "bar-full", width: 100 * share, height: 10 })),
      h("span", {}, words));
  };
  return h("div", { class: "sides", "data-test": "sides" },
    bar(t("side.left"), left), bar(t("side.right"), right));
}
