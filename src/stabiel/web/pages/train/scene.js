// What a session shows around the picture. In: scenes. Out: elements that follow them.

import { h, replace, s, set, show, write } from "../shared/dom.js";
import { drawingOf } from "../shared/placement.js";
import { movingSample } from "../shared/sample.js";
import { t } from "../shared/texts.js";
import { Dots } from "./dots.js";
import { FilmAlong } from "./film-along.js";
import { WantedList } from "./wanted.js";

const ROUND = 100;

/** The panels beside the picture. Holds what was shown last. */
export class SceneView {
  /** @param {boolean} mirrored whether the picture is shown like a mirror: the film is as well. */
  constructor(mirrored) {
    this._mirrored = mirrored;
    this._title = h("h1", { class: "title" }, t("train.title"));
    this._side = h("p", { class: "side", hidden: true });
    this._doing = h("p", { class: "doing" });
    this._number = h("b", { class: "number", "data-test": "number" });
    this._beside = h("span", { class: "beside-number" });
    this._ringFull = s("circle", { class: "ring-full", cx: 50, cy: 50, r: 42, pathLength: ROUND });
    this._ring = s("svg", { class: "ring", viewBox: "0 0 100 100", "aria-hidden": "true" },
      s("circle", { class: "ring-ground", cx: 50, cy: 50, r: 42 }), this._ringFull);
    this._count = h("div", { class: "count", hidden: true }, this._number,
      h("div", { class: "ring-place" }, this._ring, this._beside));
    this._dots = new Dots();
    this._wanted = new WantedList();
    this._drawing = h("img", { class: "drawing", alt: t("exercise.camera"), hidden: true });
    this._place = h("p", { class: "camera-place", hidden: true, "data-test": "camera-place" });
    this._sample = h("div", { class: "sample-place" });
    this._film = new FilmAlong();
    this._note = h("p", { class: "note", hidden: true, "data-test": "note" });
    this._next = h("p", { class: "next-up", hidden: true });
    this._cue = h("p", { class: "cue plate", hidden: true, "data-test": "cue" });
    this._summary = h("ul", { class: "summary", hidden: true, "data-test": "summary" });
    this._shownSample = null;
    this._shownSummary = "";
    /** Beside the picture, over all of it, and below it. */
    this.beside = [
      h("div", { class: "rail" }, this._count, this._dots.element, this._note,
        h("div", { class: "corner" }, this._side, this._title, this._doing),
        this._wanted.element),
      h("div", { class: "example" }, this._drawing, this._place, this._sample, this._next),
    ];
    this.over = [this._summary];
    this.below = [this._cue];
  }

  /**
   * Show a scene; unchanged elements are not touched.
   * @param {object} message has the scene, and the size of the picture.
   * @param {HTMLElement} stage gets the state that its style depends on.
   */
  update({ scene, size_px: [width, height] }, stage) {
    set(stage, "data-stage", scene.stage);
    // Buttons that may be needed now do not wait for the mouse.
    set(stage, "data-busy", scene.paused || scene.question !== null);
    stage.style.setProperty("--aspect", (width / height).toFixed(3));
    write(this._title, scene.title);
    write(this._doing, scene.muted ? `${scene.doing} · ${t("train.silent")}` : scene.doing);
    // Somebody who works knows that they do, and a ring shows the start.
    const known = scene.stage === "work" || scene.stage === "ready";
    show(this._doing, !known || scene.paused || scene.muted);
    // In a rest the side that comes next is the one to know.
    line(this._side, scene.stage === "rest" ? null : scene.side_word);
    this._updateCount(scene);
    this._dots.update(scene);
    // What is being said, or asked, need not stand there twice.
    line(this._note, scene.note === scene.cue ? null : scene.note);
    line(this._next, scene.stage === "rest" ? scene.next_up : null);
    line(this._cue, scene.cue === scene.question?.text ? null : scene.cue);
    set(this._cue, "data-mends", scene.mends);
    // train.css sets a line as large as fits in the width.
    this._cue.style.setProperty("--letters", Math.max(1, (scene.cue ?? "").length));
    this._wanted.update(scene.stage === "set_up" ? scene.wanted : []);
    this._updateExample(scene, stage.dataset.ground);
    const flipped = Boolean(scene.film) && scene.film.flipped !== this._mirrored;
    set(this._sample, "data-flipped", flipped);
    this._film.update(scene);
    this._updateSummary(scene);
  }

  _updateCount(scene) {
    show(this._count, scene.number !== "" || scene.ring !== null);
    write(this._number, scene.number);
    write(this._beside, scene.beside);
    this._ring.classList.toggle("no-ring", scene.ring === null);
    const share = Math.min(1, scene.ring?.share ?? 0);
    set(this._ringFull, "stroke-dasharray", `${(ROUND * share).toFixed(1)} ${ROUND}`);
    set(this._ringFull, "data-state", ringState(scene.ring));
  }

  /** Draw where the camera stands while that may be wrong; else play the exercise's video. */
  _updateExample(scene, ground) {
    const placed = scene.stage === "set_up" && scene.place !== null;
    show(this._drawing, placed);
    // The words that the drawing has elsewhere are too small to be read from the mat.
    line(this._place, placed ? scene.place : null);
    if (placed) {
      const dark = ground === "dark";
      set(this._drawing, "src", drawingOf(scene.exercise, { dark, words: false }));
    }
    const exercise = placed ? null : exampleOf(scene);
    if (exercise === this._shownSample) return;
    this._shownSample = exercise;
    const name = exercise === scene.exercise ? scene.title : scene.next_up;
    replace(this._sample, exercise !== null && movingSample(exercise, name));
    this._film.use(this._sample.querySelector("video"), exercise);
  }

  _updateSummary(scene) {
    const lines = scene.stage === "ended" ? scene.summary : [];
    show(this._summary, lines.length > 0);
    if (lines.join() === this._shownSummary) return;
    this._shownSummary = lines.join();
    replace(this._summary, lines.map((words) => h("li", {}, words)));
  }
}

/** Return the exercise to show: the current one, and in a rest the next; null for none. */
function exampleOf(scene) {
  if (scene.stage === "ended" || scene.stage === "asking") return null;
  return scene.stage === "rest" ? scene.next_exercise ?? scene.exercise : scene.exercise;
}

function line(element, words) {
  show(element, Boolean(words));
  write(element, words ?? "");
}

function ringState(ring) {
  if (ring?.waits) return "waits";
  return ring?.share >= 1 ? "full" : "fills";
}
