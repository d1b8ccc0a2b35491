// What a session shows around the picture. In: scenes. Out: elements that follow them.

import { h, replace, s, set, show, write } from "../shared/dom.js";
import { drawingOf } from "../shared/placement.js";
import { movingSample } from "../shared/sample.js";
import { mark } from "../shared/shapes.js";
import { t } from "../shared/texts.js";

// A line this long would need three rows at full size; it is set smaller, as in the window.
export const LONG_LINE = 44;
const ROUND = 100;

/** The panels over the picture. Holds what was shown last. */
export class SceneView {
  constructor() {
    this._title = h("h1", { class: "title" }, t("train.title"));
    this._side = h("p", { class: "side", hidden: true });
    this._doing = h("p", { class: "doing" });
    this._number = h("b", { class: "number", "data-test": "number" });
    this._beside = h("span", { class: "beside-number" });
    this._ringFull = s("circle", { class: "ring-full", cx: 50, cy: 50, r: 42, pathLength: ROUND });
    this._ring = s("svg", { class: "ring", viewBox: "0 0 100 100", "aria-hidden": "true" },
      s("circle", { class: "ring-ground", cx: 50, cy: 50, r: 42 }), this._ringFull);
    this._count = h("div", { class: "count plate", hidden: true }, this._number,
      h("div", { class: "ring-place" }, this._ring, this._beside));
    this._wanted = h("ul", { class: "wanted", "data-test": "wanted" });
    this._drawing = h("img", { class: "drawing", alt: "" });
    this._sample = h("div", { class: "sample-place" });
    this._setUp = h("div", { class: "set-up", hidden: true },
      h("div", { class: "plate" }, this._wanted),
      h("div", { class: "example plate" }, this._drawing, this._sample));
    this._note = h("p", { class: "note plate", hidden: true, "data-test": "note" });
    this._next = h("p", { class: "next-up plate", hidden: true });
    this._cue = h("p", { class: "cue plate", hidden: true, "data-test": "cue" });
    this._summary = h("ul", { class: "summary", hidden: true, "data-test": "summary" });
    this._shownWanted = "";
    this._shownSample = null;
    this._shownSummary = "";
    this.elements = [
      h("div", { class: "top" }, this._count,
        h("div", { class: "corner plate" }, this._side, this._title, this._doing)),
      this._setUp,
      this._summary,
      h("div", { class: "below" }, this._next, this._note, this._cue),
    ];
  }

  /** Show a scene; unchanged elements are not touched. */
  update(scene, ground) {
    write(this._title, scene.title);
    write(this._doing, scene.muted ? `${scene.doing} · ${t("train.silent")}` : scene.doing);
    line(this._side, scene.side_word);
    this._updateCount(scene);
    line(this._note, scene.note);
    line(this._next, scene.stage === "rest" ? scene.next_up : null);
    line(this._cue, scene.cue);
    set(this._cue, "data-mends", scene.mends);
    set(this._cue, "data-long", (scene.cue ?? "").length > LONG_LINE);
    this._updateSetUp(scene, ground);
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

  _updateSetUp(scene, ground) {
    const open = scene.stage === "set_up" && scene.wanted.length > 0;
    show(this._setUp, open);
    if (!open) {
      this._showSample(null);
      return;
    }
    const rows = rowsOf(scene.wanted);
    const wanted = JSON.stringify(rows);
    if (wanted !== this._shownWanted) {
      this._shownWanted = wanted;
      replace(this._wanted, rows.map(wantedRow));
    }
    show(this._drawing, scene.place);
    if (scene.place) {
      set(this._drawing, "src", drawingOf(scene.exercise, ground === "dark"));
      set(this._drawing, "alt", t("exercise.camera"));
    }
    this._showSample(scene.place ? null : scene);
  }

  /** Play the sample video while waiting for the posture. */
  _showSample(scene) {
    const exercise = scene?.exercise ?? null;
    if (exercise === this._shownSample) return;
    this._shownSample = exercise;
    replace(this._sample, scene && movingSample(exercise, scene.title));
  }

  _updateSummary(scene) {
    const lines = scene.stage === "ended" ? scene.summary : [];
    show(this._summary, lines.length > 0);
    if (lines.join() === this._shownSummary) return;
    this._shownSummary = lines.join();
    replace(this._summary, lines.map((words) => h("li", {}, words)));
  }
}

function line(element, words) {
  show(element, Boolean(words));
  write(element, words ?? "");
}

function ringState(ring) {
  if (ring?.waits) return "waits";
  return ring?.share >= 1 ? "full" : "fills";
}

/** Return the items about the place, and all items about the posture as one. */
function rowsOf(wanted) {
  const place = wanted.filter((item) => !item.of_posture);
  const ok = wanted.every((item) => item.ok || !item.of_posture);
  return [...place, { words: t("train.posture"), ok }];
}

function wantedRow(item) {
  return h("li", { class: item.ok ? "there" : "missing" },
    mark(item.ok),
    h("span", {}, item.words),
    h("span", { class: "unseen" }, item.ok ? t("train.there") : t("train.not_yet")));
}
