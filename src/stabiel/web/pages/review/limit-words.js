// What the page of limits says. In: a limit, what counts with it. Out: words.

import { h } from "../shared/dom.js";
import { duration, number, t } from "../shared/texts.js";
import { sideOf } from "./curve.js";

/** Return the name of a limit in the list. */
export function nameOf({ kind, name, good_above: above }) {
  if (kind === "target") return t("limit.of_target");
  if (kind === "fault") return t("limit.of_fault", { name });
  return above ? t("limit.of_zone_least", { name }) : t("limit.of_zone_most", { name });
}

/** Return what counts with the present limit, beside what did in the session. */
export function found(now, own) {
  const all = now.spans.length;
  if (own.kind === "target") {
    return t("limit.counted", { number: number(now.counted), all: number(all),
      before: number(own.counted) });
  }
  if (own.kind === "zone") {
    return t("limit.held", { time: duration(now.held_s), before: duration(own.held_s) });
  }
  return t("limit.noticed", { count: number(all), before: number(own.spans.length) });
}

/** Return what a bar stands for. */
export function spanWords({ counted, held_s: held }, kind) {
  if (kind === "fault") return t("limit.fault_here");
  if (kind === "zone") return t("limit.held_here", { time: duration(held) });
  return counted ? t("limit.counts") : t("limit.counts_not");
}

/** Return what the bars are. */
export function legend(kind) {
  if (kind === "fault") return t("limit.legend_fault");
  return kind === "zone" ? t("limit.legend_zone") : t("limit.legend");
}

/** Return which line is which side, if there are two. */
export function sideKeys(series) {
  if (series.length < 2) return null;
  return h("p", { class: "readout" }, series.map((each, index) =>
    h("span", { class: `key key-${index}` }, sideOf(each.side))));
}
