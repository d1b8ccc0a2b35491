// What can be done about a trouble. In: states, and what the buttons do. Out: buttons.

import { address } from "../shared/addresses.js";
import { h } from "../shared/dom.js";
import { t } from "../shared/texts.js";
import { button, linkButton } from "../shared/widgets.js";
import { ASKING } from "./camera.js";
import { CAN_JOIN, ENDS_CONNECTION } from "./trouble.js";

/**
 * Return the buttons, or false if only waiting helps.
 * @param {object} states are `connection`, `camera` (null without a camera of this page), and
 *   whether the session has `begun`.
 * @param {object} act has a function for each button: `join` the running session, `instead` of it
 *   begin this one, connect `again`, and open the camera again (`reopen`).
 */
export function remedies({ connection, camera, begun }, act) {
  const actions = [];
  const main = { look: "main", test: "try-again" };
  if (connection === "busy") {
    actions.push(
      button(t("connection.instead"), act.instead, { look: "main", test: "instead" }),
      button(t("connection.join"), act.join, { test: "join" }));
  } else if (CAN_JOIN.has(connection)) {
    actions.push(button(t("connection.join"), act.join, { look: "main", test: "join" }));
  } else if (connection === "gone") {
    actions.push(button(t("app.again"), act.again, main));
  } else if (camera !== null && connection === "open" && !ASKING.has(camera)) {
    actions.push(button(t("app.again"), act.reopen, main));
  }
  const stuck = ENDS_CONNECTION.has(connection) || !begun;
  if (stuck) actions.push(linkButton(address("today"), t("menu.today")));
  return actions.length > 0 && h("div", { class: "actions" }, actions);
}
