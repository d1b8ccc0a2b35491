// The timeline of a session: a drawing to click on, and the same events as a list to read.

import { h, set, s } from "../shared/dom.js";
import { mark, shape } from "../shared/shapes.js";
import { clock, t } from "../shared/texts.js";
import { ticks } from "./events.js";

/** Return a drawing of the full width; its cursor follows the player. */
export function track(player, label, ...lanes) {
  const cursor = h("div", { class: "cursor" });
  const axis = ticks(player.duration).map((time) =>
    placed(h("span", { class: "tick" }, clock(time)), time, null, player.duration));
  // The list below holds the same and works with the keyboard.
  const drawing = h("div", { class: "track", "aria-hidden": "true", title: label },
    lanes, h("div", { class: "axis" }, axis), cursor);
  drawing.addEventListener("click", (event) => {
    const box = drawing.getBoundingClientRect();
    player.go(((event.clientX - box.left) / box.width) * player.duration);
  });
  player.listen((time) => (cursor.style.left = percentOf(time, player.duration)));
  return drawing;
}

/** Return a lane of bars: rounded if good, square if faulty, outlined if not counted or unsure. */
export function movementLane(rows, duration) {
  return h("div", { class: "lane" }, rows.map((row) =>
    placed(h("span", { class: `bar ${row.state}` }, h("b", {}, row.label)),
      row.start, row.end, duration)));
}

/** Return a lane of triangles, one for each fault. */
export function faultLane(rows, duration) {
  return h("div", { class: "lane faults-lane" }, rows.map((row) =>
    placed(h("span", { class: `fault-mark ${row.state}` }, faultShape(row.state)),
      row.start, null, duration)));
}

function placed(element, start, end, duration) {
  element.style.left = percentOf(start, duration);
  if (end !== null) element.style.width = percentOf(Math.max(0, end - start), duration);
  return element;
}

const percentOf = (time, duration) => `${(100 * time) / Math.max(duration, 1e-6)}%`;

/** Return all events as a list of buttons that jump to them, each with what `beside` returns. */
export function eventList(movements, faults, onGo, beside = () => null) {
  const rows = [
    ...movements.map((row) => ({ ...row, drawing: drawingOf(row.state) })),
    ...faults.map((row) => ({ ...row, drawing: faultShape(row.state), more: "" })),
  ].sort((one, other) => one.start - other.start);
  if (rows.length === 0) return h("p", {}, t("review.nothing"));
  return h("ol", { class: "events", "data-test": "events" }, rows.map((row) =>
    h("li", {},
      h("button", { type: "button", class: `event ${row.state}`, onclick: () => onGo(row.start) },
        h("span", { class: "time" }, clock(row.start)),
        row.drawing,
        h("span", {}, row.words, row.side && ` ${row.side}`,
          row.more && h("span", { class: "quiet" }, ` ${row.more}`))),
      beside(row))));
}

/** Return the sign of a fault; what is doubtful has the shape of a question, not of a warning. */
function faultShape(state) {
  return state === "perhaps" ? shape("question") : shape("triangle");
}

function drawingOf(state) {
  if (state === "perhaps") return shape("question");
  if (state === "good") return mark(true);
  return state === "attempt" ? shape("cross") : shape("square");
}

/** Return a slider that follows the player and moves it. */
export function slider(player) {
  const input = h("input", {
    type: "range",
    min: 0,
    max: player.duration,
    step: 0.04,
    "aria-label": t("review.time"),
    "data-test": "slider",
  });
  input.addEventListener("input", () => player.go(Number(input.value)));
  player.listen((time) => {
    input.value = time;
    const words = t("review.time_of", { time: clock(time), all: clock(player.duration) });
    set(input, "aria-valuetext", words);
  });
  return input;
}

/** Return an SVG that fills its place; its units are percent of the width and height. */
export function stretched(...parts) {
  return s("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none" }, ...parts);
}
