// The panel that says what is wrong with camera or connection. In: states. Out: a panel.

import { address } from "../shared/addresses.js";
import { h, replace, set, show } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { announce, button, linkButton } from "../shared/widgets.js";
import { ASKING } from "./camera.js";
import { CAN_JOIN, ENDS_CONNECTION, cameraWords, connectionWords } from "./trouble.js";

/** The panel. Holds the state that it shows. */
export class TroublePanel {
  /**
   * @param {object} remedies are called by the buttons: `join` the running session, `instead` of
   *   it begin this one, `again` connect, `camera` ask again.
   */
  constructor(remedies) {
    this._remedies = remedies;
    this._shown = null;
    this.element = h("div", { class: "trouble plate", hidden: true, "data-test": "trouble" });
  }

  /**
   * Show the trouble of the connection, else that of the camera, else nothing.
   * @param {string} connection is its state.
   * @param {string} camera is its state.
   * @param {object} more is the server's own `text`, and whether nothing has `begun` yet.
   */
  update(connection, camera, { text, begun }) {
    const ofLine = connectionWords(connection);
    const words = ofLine ?? cameraWords(camera);
    const state = words && (ofLine ? connection : camera);
    if (state === this._shown) return;
    this._shown = state;
    show(this.element, words !== null);
    if (words === null) {
      replace(this.element);
      return;
    }
    const [title, more] = words;
    const detail = connection === "refused" ? text : null;
    replace(this.element,
      h("h2", {}, shape(ofLine ? "triangle" : "camera"), title),
      h("p", {}, more), detail && h("p", { class: "quiet" }, detail),
      this._actions(connection, camera, begun));
    set(this.element, "data-state", state);
    announce(`${title} ${more}`);
  }

  _actions(connection, camera, begun) {
    const { join, instead, again, camera: ask } = this._remedies;
    const actions = [];
    const main = { look: "main", test: "try-again" };
    if (connection === "busy") {
      actions.push(button(t("connection.instead"), instead, { look: "main", test: "instead" }));
      actions.push(button(t("connection.join"), join, { test: "join" }));
    } else if (CAN_JOIN.has(connection)) {
      actions.push(button(t("connection.join"), join, { look: "main", test: "join" }));
    } else if (connection === "gone") {
      actions.push(button(t("app.again"), again, main));
    } else if (connection === "open" && !ASKING.has(camera)) {
      actions.push(button(t("app.again"), ask, main));
    }
    if (ENDS_CONNECTION.has(connection) || !begun) {
      actions.push(linkButton(address("today"), t("menu.today")));
    }
    return actions.length > 0 && h("div", { class: "actions" }, actions);
  }
}
