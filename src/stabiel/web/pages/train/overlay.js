// The body over the picture. In: strokes and a mark, as fractions of the picture. Out: a canvas.

import { contained, fitted } from "../shared/canvas.js";
import { PALETTE } from "../shared/palette.js";

// As in stabiel.drawing.overlay: widths scale with the height of the picture.
const THIN_SHARE = 1 / 320;
const MARK_THINS = 5;
const DASH_WIDTHS = 4;
// An outline in the opposite color, so that dark lines stay visible on dark clothes; both edges
// together.
const EDGE_THINS = 1;
const EDGE_SHARE = 0.45;

/** Draws what the coach sees. Holds the canvas and which colors suit the picture. */
export class Overlay {
  constructor(canvas) {
    this._canvas = canvas;
    this._context = canvas.getContext("2d");
    this.ground = "dark";
  }

  /** Draw strokes and mark over a picture of this size; without strokes draw nothing. */
  draw({ size_px: size, strokes, mark }) {
    const { width, height } = fitted(this._canvas);
    this._context.clearRect(0, 0, width, height);
    if (!size || strokes.length === 0) return;
    const place = contained(size, width, height);
    const thin = Math.max(1, place.height * THIN_SHARE);
    for (const stroke of strokes) this._edge(stroke, place, thin);
    for (const stroke of strokes) this._stroke(stroke, place, thin);
    if (mark) this._mark(mark, place, thin);
  }

  clear() {
    this._context.clearRect(0, 0, this._canvas.width, this._canvas.height);
  }

  _edge(stroke, place, thin) {
    const context = this._context;
    context.globalAlpha = EDGE_SHARE;
    context.strokeStyle = PALETTE[this.ground === "dark" ? "light" : "dark"].text;
    context.lineWidth = (stroke.width + EDGE_THINS) * thin;
    this._path(stroke, place, thin);
    context.globalAlpha = 1;
  }

  _stroke(stroke, place, thin) {
    const context = this._context;
    context.strokeStyle = this._color(stroke.color);
    context.lineWidth = stroke.width * thin;
    this._path(stroke, place, thin);
  }

  _path({ points, width, dashed }, place, thin) {
    const context = this._context;
    context.lineCap = dashed ? "butt" : "round";
    context.lineJoin = "round";
    const dash = DASH_WIDTHS * width * thin;
    context.setLineDash(dashed ? [dash, dash] : []);
    context.beginPath();
    for (const point of points) context.lineTo(...at(point, place));
    context.stroke();
  }

  /** Draw a triangle for a correction, a ring for a target reached, or else a dot. */
  _mark({ at: point, shape, color }, place, thin) {
    const context = this._context;
    const [x, y] = at(point, place);
    const radius = MARK_THINS * thin;
    context.setLineDash([]);
    context.beginPath();
    if (shape === "triangle") {
      context.moveTo(x, y - 2 * radius);
      context.lineTo(x - 2 * radius, y + radius);
      context.lineTo(x + 2 * radius, y + radius);
    } else {
      context.arc(x, y, shape === "ring" ? 2 * radius : radius, 0, 2 * Math.PI);
    }
    if (shape === "ring") {
      context.strokeStyle = this._color(color);
      context.lineWidth = 2 * thin;
      context.stroke();
    } else {
      context.fillStyle = this._color(color);
      context.fill();
    }
  }

  _color(name) {
    return PALETTE[this.ground][name];
  }
}

const at = ([x, y], place) => [place.left + x * place.width, place.top + y * place.height];
