// The drawing of a phone's screen, with the place to tap. In: rows. Out: an SVG.

import { s } from "../shared/dom.js";

const WIDTH = 120;
const ROW = 30;

/**
 * Return a drawing of a phone. It repeats the words beside it, so a screen reader skips it.
 * @param {Array} rows a title, then text, {tap}, {link} or {on} with words, or null for lines of
 *   text that do not matter.
 */
export function screen([title, ...rows]) {
  return s("svg", { class: "phone-screen", viewBox: `0 0 ${WIDTH} 170`, "aria-hidden": "true" },
    s("rect", { class: "phone-case", x: 2, y: 2, width: WIDTH - 4, height: 166, rx: 14 }),
    s("line", { class: "phone-line", x1: 48, y1: 10, x2: 72, y2: 10 }),
    label(title, 30, "phone-title"),
    rows.map((row, index) => drawn(row, 48 + index * (ROW + 10))));
}

function drawn(row, y) {
  if (row === null) {
    return [0, 1, 2].map((each) => s("line", { class: "phone-line", x1: 16, y1: y + 6 + 9 * each,
      x2: each === 2 ? 70 : 104, y2: y + 6 + 9 * each }));
  }
  if (typeof row === "string") return label(row, y + 19, "phone-words");
  const words = row.tap ?? row.link ?? row.on;
  return [
    row.link === undefined
      && s("rect", { class: "phone-button", x: 10, y, width: WIDTH - 20, height: ROW, rx: 8 }),
    label(words, y + 19, row.link === undefined ? "phone-tap" : "phone-link",
      row.on === undefined ? WIDTH / 2 : 46),
    row.on !== undefined && s("rect", { class: "phone-switch", x: 78, y: y + 8, width: 26,
      height: 14, rx: 7 }),
    row.on !== undefined && s("circle", { class: "phone-knob", cx: 97, cy: y + 15, r: 5.5 }),
    s("circle", { class: "phone-finger", cx: 104, cy: y + ROW - 1, r: 10 }),
  ].filter(Boolean);
}

function label(words, y, look, x = WIDTH / 2) {
  const text = s("text", { class: look, x, y, "text-anchor": "middle" });
  text.textContent = words;
  return text;
}
