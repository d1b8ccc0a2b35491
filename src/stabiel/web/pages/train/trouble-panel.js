// The panel over the picture that says what is wrong. In: states. Out: an element.

import { h, replace, set, show } from "../shared/dom.js";
import { scene } from "../shared/scenes.js";
import { shape } from "../shared/shapes.js";
import { announce } from "../shared/widgets.js";
import { ASKING } from "./camera.js";
import { cameraWords, connectionWords, phoneWords } from "./trouble.js";

/** Says one trouble at a time, and each only once. Holds which. */
export class TroublePanel {
  constructor() {
    this.element = h("div", { class: "trouble plate", hidden: true, "data-test": "trouble" });
    this._state = null;
  }

  /**
   * Say what is wrong, or nothing if all is well.
   * @param {object} states of the connection, of a phone's camera and of this page's camera.
   * @param {object} refusal is what the server said when it refused the page.
   * @param {() => any} remedies returns what to do about it, as elements.
   */
  update({ connection, phone, camera }, refusal, remedies) {
    const [state, icon, words] = [
      [connection, "triangle", connectionWords(connection)],
      [phone, "phone", phoneWords(phone)],
      [camera, "camera", cameraWords(camera)],
    ].find(([, , found]) => found !== null) ?? [null];
    if (state === this._state) return;
    this._state = state;
    show(this.element, state !== null);
    if (state === null) {
      replace(this.element);
      return;
    }
    const [title, more] = words;
    const detail = state === "refused" ? refusal.text : null;
    const noCamera = icon === "camera" && !ASKING.has(camera);
    replace(this.element, noCamera && scene("camera"), h("h2", {}, shape(icon), title),
      h("p", {}, more),
      detail && h("p", { class: "quiet" }, detail), remedies());
    set(this.element, "data-state", state);
    announce(`${title} ${more}`);
  }
}
