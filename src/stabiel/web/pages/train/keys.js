// The keys and buttons of a session, the same as in the window of `stabiel live`.

import { h, set, show, write } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";

const DIGITS = Array.from({ length: 10 }, (_, digit) => [String(digit), `answer_${digit}`]);
const KEYS = { " ": "pause", n: "skip", r: "again", m: "mute", q: "quit", Escape: "quit",
  p: "hurts",
  // Ten and "tien" both begin with a t.
  t: "answer_10", ...Object.fromEntries(DIGITS) };

/** Call back with a command whenever its key is pressed. */
export function listenToKeys(signal, onCommand) {
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    // The space bar already presses the button that has the focus.
    const own = event.target.closest("button, a, input, select, textarea, dialog");
    if (own && (event.key === " " || !own.matches("button, a"))) return;
    const command = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (command === undefined) return;
    event.preventDefault();
    onCommand(command);
  };
  document.addEventListener("keydown", press, { signal });
}

/** The buttons. Their labels follow the scene. */
export class Buttons {
  constructor(onCommand, stage) {
    const make = (command, icon, words, key) => {
      const label = h("span", {}, words);
      const drawing = h("span", { class: "icon" }, shape(icon));
      const button = h("button", { type: "button", class: command, "data-test": command,
        "aria-keyshortcuts": key, onclick: () => onCommand(command) }, drawing, label);
      return { button, label, drawing, icon };
    };
    this._pause = make("pause", "pause", t("train.pause"), "Space");
    this._mute = make("mute", "sound", t("train.mute"), "M");
    const rest = [
      make("skip", "skip", t("train.skip"), "N"),
      make("again", "again", t("train.again"), "R"),
    ];
    const quit = make("quit", "stop", t("train.quit"), "Q");
    this._hurts = make("hurts", "stop", t("train.hurts"), "P");
    // In the way of a question: it has a button of its own to skip it.
    this._inSession = [this._hurts, ...rest].map((each) => each.button);
    const buttons = [this._hurts, this._pause, ...rest, this._mute, quit]
      .map((each) => each.button);
    this.element = h("div", { class: "controls", role: "group", "aria-label": t("train.controls") },
      buttons, fullScreenButton(stage));
  }

  update(scene) {
    for (const each of this._inSession) show(each, scene.question === null);
    this._turn(this._pause, scene.paused, "play", t("train.resume"), t("train.pause"));
    this._turn(this._mute, scene.muted, "silence", t("train.unmute"), t("train.mute"));
  }

  _turn(each, on, icon, words, otherwise) {
    write(each.label, on ? words : otherwise);
    const wanted = on ? icon : each.icon;
    if (each.shown === wanted) return;
    each.shown = wanted;
    each.drawing.replaceChildren(shape(wanted));
  }
}

function fullScreenButton(stage) {
  if (!document.fullscreenEnabled) return null;
  const turn = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else stage.requestFullscreen().catch(() => {});
  };
  const button = h("button", { type: "button", class: "full", "aria-pressed": false,
    "data-test": "full", onclick: turn },
  h("span", { class: "icon" }, shape("full")), h("span", {}, t("train.full")));
  stage.addEventListener("fullscreenchange", () =>
    set(button, "aria-pressed", document.fullscreenElement !== null));
  return button;
}
