// The measure over time, with its target, on the same axis as the timeline.

import { h, replace, s, write } from "../shared/dom.js";
import { number, t } from "../shared/texts.js";
import { lastUpTo } from "./picture.js";
import { stretched } from "./timeline.js";

const MARGIN = 0.06;

/** Return the lane with the curve, or null if nothing was measured. */
export function curveLane(curve, duration) {
  const range = rangeOf(curve);
  if (range === null) return null;
  const y = (value) => 100 * (1 - (value - range.low) / (range.high - range.low));
  const x = (time) => (100 * time) / Math.max(duration, 1e-6);
  const labels = h("div", { class: "levels" }, levels(range).map((value) => {
    const label = h("span", {}, number(value, 2));
    label.style.top = `${y(value)}%`;
    return label;
  }));
  return h("div", { class: "lane curve-lane" },
    stretched(zone(curve, y, range), curve.series.map((series, index) =>
      lines(curve.times_s, series.values, x, y).map((points) =>
        s("polyline", { class: `trace trace-${index}`, points })))),
    labels);
}

/** Return the range of values to show, or null if nothing was measured. */
export function rangeOf({ series, zone, target }) {
  let [low, high] = [Infinity, -Infinity];
  const aims = [zone?.low, zone?.high, target].filter(Number.isFinite);
  for (const value of [...series.flatMap((each) => each.values), ...aims]) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!Number.isFinite(low)) return null;
  const margin = Math.max(high - low, 1e-6) * MARGIN;
  return { low: low - margin, high: high + margin };
}

/** Return a few round values within a range, at most seven. */
function levels({ low, high }) {
  const steps = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 40, 100];
  const step = steps.find((each) => (high - low) / each <= 6) ?? 500;
  const found = [];
  // Multiples and not sums: a sum of many steps is not quite 0, and would be written as -0.
  for (let count = Math.ceil(low / step); count * step <= high; count += 1) {
    found.push(count === 0 ? 0 : count * step);
  }
  return found;
}

function zone({ zone, target }, y, range) {
  const parts = [];
  if (zone) {
    const top = y(zone.high ?? range.high);
    const height = y(zone.low ?? range.low) - top;
    parts.push(s("rect", { class: "zone", x: 0, y: top, width: 100, height }));
  }
  if (Number.isFinite(target)) {
    parts.push(s("line", { class: "zone-edge", x1: 0, x2: 100, y1: y(target), y2: y(target) }));
  }
  return parts;
}

/** Return the points of each stretch without a gap. */
function lines(times, values, x, y) {
  const found = [];
  let points = [];
  for (const [index, value] of values.entries()) {
    if (value !== null) {
      points.push(`${x(times[index]).toFixed(3)},${y(value).toFixed(2)}`);
    } else if (points.length > 0) {
      found.push(points.join(" "));
      points = [];
    }
  }
  if (points.length > 0) found.push(points.join(" "));
  return found;
}

/** Return the values at the cursor; they follow the player. */
export function readout(curve, player) {
  const rows = curve.series.map((series, index) => {
    const value = h("b", {});
    const name = [series.name, sideOf(series.side)].filter(Boolean).join(" ");
    return { series, value, row: h("span", { class: `key key-${index}` }, name, " ", value) };
  });
  player.listen((time) => {
    const index = lastUpTo(curve.times_s, time);
    for (const { series, value } of rows) {
      write(value, inUnit(series.values[index] ?? null, curve.unit));
    }
  });
  const place = h("p", { class: "readout" });
  replace(place, rows.map((each) => each.row), aim(curve));
  return place;
}

/** Return the name of a side; empty if there is no single one. */
export function sideOf(side) {
  if (side === "left") return t("side.left");
  return side === "right" ? t("side.right") : "";
}

function inUnit(value, unit) {
  return value === null ? t("review.not_seen") : `${number(value)} ${unit}`;
}

function aim({ zone, target }) {
  if (!zone && !Number.isFinite(target)) return null;
  return h("span", { class: "key key-zone" }, t("review.target_zone"));
}
