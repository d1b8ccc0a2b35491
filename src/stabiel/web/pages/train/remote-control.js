// The buttons of a phone that films: big ones, for a thumb. In: scenes. Out: commands.

import { h, show } from "../shared/dom.js";
import { Buttons } from "./keys.js";
import { QuestionView } from "./question.js";

/** The remote control. It is there while a session runs, and answers its questions. */
export class RemoteControl {
  /** @param {(command: string) => void} onCommand receives what a button asks for. */
  constructor(onCommand) {
    this._buttons = new Buttons(onCommand);
    this._question = new QuestionView(onCommand);
    const name = { class: "remote-control", "data-test": "remote-control" };
    this.element = h("div", { ...name, hidden: true }, this._buttons.element,
      this._question.element);
  }

  /** Whether it asks a question now. */
  get asks() {
    return !this.element.hidden && this.element.dataset.asks === "true";
  }

  /** Follow a scene; null for no session. */
  update(scene) {
    show(this.element, scene !== null);
    if (scene === null) return;
    this._buttons.update(scene);
    this._question.update(scene);
    // A question has its own buttons; to stop is always possible.
    this.element.dataset.asks = String(scene.question !== null);
    this.element.dataset.stage = scene.stage;
  }
}
