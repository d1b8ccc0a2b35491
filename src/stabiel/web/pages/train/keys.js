// The keys and buttons of a session, the same as in the window of `stabiel live`.

import { h, set, show, write } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";

const DIGITS = Array.from({ length: 10 }, (_, digit) => [String(digit), `answer_${digit}`]);
const KEYS = { " ": "pause", n: "skip", r: "again", m: "mute", q: "quit", Escape: "quit",
  p: "hurts",
  // Ten and "tien" both begin with a t.
  t: "answer_10", ...Object.fromEntries(DIGITS) };

/**
 * Call back with a command whenever its key is pressed.
 * @param {Object<string, () => void>} others are keys that only this page knows, such as f.
 */
export function listenToKeys(signal, onCommand, others = {}) {
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    // The space bar already presses the button that has the focus.
    const own = event.target.closest("button, a, input, select, textarea, dialog");
    if (own && (event.key === " " || !own.matches("button, a"))) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = others[key] ?? (KEYS[key] && (() => onCommand(KEYS[key])));
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  document.addEventListener("keydown", press, { signal });
}

/** The buttons. Their labels follow the scene, and each shows its key. */
export class Buttons {
  constructor(onCommand) {
    const make = (command, icon, words, key) =>
      new KeyButton(() => onCommand(command), { look: command, icon, words, key });
    this._pause = make("pause", "pause", t("train.pause"), t("train.space"));
    this._mute = make("mute", "sound", t("train.mute"), "M");
    const rest = [
      make("skip", "skip", t("train.skip"), "N"),
      make("again", "again", t("train.again"), "R"),
    ];
    const quit = make("quit", "stop", t("train.quit"), "Q");
    this._hurts = make("hurts", "stop", t("train.hurts"), "P");
    // In the way of a question: it has a button of its own to skip it.
    this._inSession = [this._hurts, ...rest].map((each) => each.element);
    const buttons = [this._hurts, this._pause, ...rest, this._mute, quit]
      .map((each) => each.element);
    this.element = h("div", { class: "controls", role: "group", "aria-label": t("train.controls") },
      buttons);
  }

  /** Add buttons of this page at the end. */
  add(...buttons) {
    this.element.append(...buttons.filter(Boolean));
  }

  update(scene) {
    for (const each of this._inSession) show(each, scene.question === null);
    if (scene.paused) this._pause.update("play", t("train.resume"));
    else this._pause.update("pause", t("train.pause"));
    if (scene.muted) this._mute.update("silence", t("train.unmute"));
    else this._mute.update("sound", t("train.mute"));
  }
}

/** A button with an icon, its key and its words. */
class KeyButton {
  constructor(onclick, { look, icon, words, key }) {
    this._words = h("span", { class: "words" }, words);
    this._icon = h("span", { class: "icon" }, shape(icon));
    this._shown = icon;
    this.element = h("button", { type: "button", class: look, "data-test": look, onclick,
      "aria-keyshortcuts": key.length === 1 ? key : "Space" },
    h("span", { class: "with-key" }, this._icon, h("kbd", { "aria-hidden": "true" }, key)),
    this._words);
  }

  update(icon, words) {
    write(this._words, words);
    if (icon === this._shown) return;
    this._shown = icon;
    this._icon.replaceChildren(shape(icon));
  }
}

/** Fill the screen with an element, or not any more. */
export function turnFullScreen(element) {
  if (document.fullscreenElement) document.exitFullscreen();
  else element.requestFullscreen?.().catch(() => {});
}

/** Return the button for the full screen, null in a browser that has none. */
export function fullScreenButton(onclick, signal) {
  if (!document.fullscreenEnabled) return null;
  const button = new KeyButton(onclick,
    { look: "full", icon: "full", words: t("train.full"), key: "F" }).element;
  const update = () => set(button, "aria-pressed", document.fullscreenElement !== null);
  document.addEventListener("fullscreenchange", update, { signal });
  update();
  return button;
}

/** Return the button for the large picture of a television. */
export function largeButton(onclick) {
  const { element } = new KeyButton(onclick,
    { look: "large", icon: "screen", words: t("train.large"), key: "V" });
  return { element, update: (large) => set(element, "aria-pressed", large) };
}
