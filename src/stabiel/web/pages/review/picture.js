// The body of a kept session on a canvas. In: landmarks over time. Out: the body at a time.

import { contained, fitted } from "../shared/canvas.js";
import { PALETTE } from "../shared/palette.js";
import { isDark } from "../shared/state.js";

// Pairs of MediaPipe Pose's landmarks: arms, trunk and legs.
const LIMBS = [
  [11, 13], [13, 15], [12, 14], [14, 16], [11, 12], [23, 24], [11, 23], [12, 24],
  [23, 25], [25, 27], [27, 29], [29, 31], [27, 31], [24, 26], [26, 28], [28, 30], [30, 32],
  [28, 32],
];
const NOSE = 0;
const SHOULDERS = [11, 12];
// The radius of the head, as a share of the distance from the nose to mid-shoulder.
const HEAD_SHARE = 0.45;
const UNITS = 10_000;
// Older landmarks no longer show the body at that time.
const OLDEST_S = 0.5;

/** Draws the body. Holds the landmarks of the session: times, and 66 numbers per time. */
export class BodyPicture {
  constructor(canvas, frames) {
    this._canvas = canvas;
    this._frames = frames;
  }

  /** Draw the body at a time in seconds; over a video the lines are light, with an outline. */
  draw(time, { overVideo }) {
    const { width, height } = fitted(this._canvas);
    const context = this._canvas.getContext("2d");
    context.clearRect(0, 0, width, height);
    const points = this._pointsAt(time);
    if (points === null) return;
    const place = contained(this._frames.size_px, width, height);
    const thin = Math.max(1.5, place.height / 200);
    context.lineCap = "round";
    if (overVideo) {
      this._lines(context, points, place, 2.5 * thin, PALETTE.light.text);
      this._lines(context, points, place, thin, PALETTE.dark.text);
    } else {
      this._lines(context, points, place, 2 * thin, PALETTE[isDark() ? "dark" : "light"].text);
      head(context, points, place);
    }
  }

  _pointsAt(time) {
    const { times_s: times, points } = this._frames;
    const index = lastUpTo(times, time);
    return index < 0 || time - times[index] > OLDEST_S ? null : points[index];
  }

  _lines(context, points, place, thick, color) {
    context.strokeStyle = color;
    context.lineWidth = thick;
    context.beginPath();
    for (const [start, end] of LIMBS) {
      if (points[2 * start] < 0 || points[2 * end] < 0) continue;
      context.moveTo(...at(points, start, place));
      context.lineTo(...at(points, end, place));
    }
    context.stroke();
  }
}

function head(context, points, place) {
  if ([NOSE, ...SHOULDERS].some((index) => points[2 * index] < 0)) return;
  const [x, y] = at(points, NOSE, place);
  const [[leftX, leftY], [rightX, rightY]] = SHOULDERS.map((index) => at(points, index, place));
  const away = Math.hypot(x - (leftX + rightX) / 2, y - (leftY + rightY) / 2);
  context.beginPath();
  context.arc(x, y, HEAD_SHARE * away, 0, 2 * Math.PI);
  context.stroke();
}

const at = (points, index, place) => [
  place.left + (points[2 * index] / UNITS) * place.width,
  place.top + (points[2 * index + 1] / UNITS) * place.height,
];

/** Return the index of the last of ascending times that is not later than `time`, or -1. */
export function lastUpTo(times, time) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
