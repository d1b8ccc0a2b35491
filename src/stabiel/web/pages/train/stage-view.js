// Everything a session shows: the picture, what stands beside it and what covers it.

import { h, set } from "../shared/dom.js";
import { isDark, settings } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { Ground } from "./ground.js";
import { Notices } from "./notices.js";
import { Overlay } from "./overlay.js";
import { QuestionView } from "./question.js";
import { SceneView } from "./scene.js";
import { TroublePanel } from "./trouble-panel.js";

/** The stage of a session. Holds its parts; they follow the scenes. */
export class StageView {
  /**
   * @param {HTMLElement} source is the camera's video, or the image of a camera elsewhere.
   * @param {boolean} large whether it is for a television.
   * @param {boolean} mirrored whether the picture is shown like a mirror.
   * @param {(command: string) => void} [onCommand] receives the answer to a question; without it
   *   a question can be read only.
   */
  constructor({ source, large, mirrored = false, onCommand = null }) {
    this._source = source;
    this._canvas = h("canvas", { "aria-hidden": "true" });
    this._edge = h("canvas", { class: "edge", "aria-hidden": "true" });
    this._view = new SceneView(mirrored);
    this._question = new QuestionView(onCommand);
    this.notices = new Notices();
    this.trouble = new TroublePanel();
    this._below = h("div", { class: "below" }, this._view.below);
    this.element = h("section", { class: "stage led", "data-idle": String(large),
      "data-large": String(large),
      "aria-label": t("train.title"), "data-test": "stage" },
    h("div", { class: "scene" }, this._edge,
      h("div", { class: mirrored ? "picture mirrored" : "picture" }, source, this._canvas),
      this._view.beside, this._view.over, this._question.element, this._below,
      this.trouble.element),
    this.notices.element);
  }

  /** Whether it is shown for a television. */
  get large() {
    return this.element.dataset.large === "true";
  }

  set large(large) {
    set(this.element, "data-large", large);
  }

  /** Put controls above the spoken line. */
  addControls(element) {
    this._below.prepend(element);
  }

  /** Begin, once the element is in the page. */
  start(signal) {
    this._overlay = new Overlay(this._canvas);
    this._setGround(isDark() ? "dark" : "light");
    new Ground(this._source, signal, (ground) => this._setGround(ground), this._edge);
  }

  /** Show a message of the type "shown". */
  update(message) {
    if (!this._source.hidden) this._overlay.draw(message);
    this._view.update(message, this.element);
    this._question.update(message.scene);
  }

  /** Draw no body: what was last seen is not what happens now. */
  clear() {
    this._overlay.clear();
  }

  /** Draw the lines for the brightness of the picture; the rest follows the person's choice. */
  _setGround(ground) {
    this._overlay.ground = ground;
    const chosen = settings().theme === "light" ? "light" : ground;
    set(this.element, "data-ground", isDark() ? "dark" : chosen);
  }
}
