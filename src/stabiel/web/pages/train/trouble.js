// Trouble with camera or connection. In: a state. Out: texts that say what to do.

import { h } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";

// Refusals with their own texts, those after which a page can join, and those that end it.
export const OWN_TEXTS = new Set(["busy", "no_session", "taken_over"]);
export const CAN_JOIN = new Set(["busy", "taken_over"]);
export const ENDS_CONNECTION = new Set(["gone", "unauthorized", "refused", ...OWN_TEXTS]);

/** Return the title and the text for a state of the camera, or null if it works. */
export function cameraWords(state) {
  const words = {
    asking: [t("camera.asking"), t("camera.asking_words")],
    asking_long: [t("camera.asking"), `${t("camera.asking_long")} ${placeOfSystem()}`],
    denied_system: [t("camera.denied_system"), placeOfSystem()],
    denied: [t("camera.denied"), t("camera.denied_words")],
    in_use: [t("camera.in_use"), t("camera.in_use_words")],
    insecure: [t("camera.insecure"), t("camera.insecure_words")],
    lost: [t("camera.lost"), t("camera.lost_words")],
    none: [t("camera.none"), t("camera.none_words")],
    still: [t("camera.still"), t("camera.still_words")],
  };
  return words[state] ?? null;
}

/** Return where this computer's system lets a browser use the camera. */
function placeOfSystem() {
  // Firefox on Android calls its platform Linux, and names Android elsewhere.
  if (/android/i.test(navigator.userAgent)) return t("camera.at_android");
  const system = navigator.userAgentData?.platform ?? navigator.platform;
  if (/android/i.test(system)) return t("camera.at_android");
  if (/iphone|ipad/i.test(system)) return t("camera.at_ios");
  if (/^win/i.test(system)) return t("camera.at_windows");
  if (/^mac/i.test(system)) return t("camera.at_mac");
  return t("camera.at_linux");
}

/** Return the title and the text for a state of a phone's camera, or null if it sees. */
export function phoneWords(state) {
  const words = {
    waits: [t("phone.is_waited"), t("phone.is_waited_words")],
    gone: [t("phone.is_gone"), t("phone.is_gone_words")],
    hidden: [t("phone.is_hidden"), t("phone.is_hidden_words")],
    still: [t("phone.is_still"), t("phone.is_still_words")],
    lost: [t("phone.is_lost"), t("phone.is_lost_words")],
  };
  return words[state] ?? null;
}

/** Return the title and the text for a state of the connection, or null if it works. */
export function connectionWords(state) {
  const words = {
    lost: [t("connection.lost"), t("connection.lost_words")],
    gone: [t("connection.gone"), t("connection.gone_words")],
    unauthorized: [t("connection.old"), t("error.unauthorized")],
    busy: [t("connection.busy"), t("connection.busy_words")],
    no_session: [t("connection.no_session"), t("connection.no_session_words")],
    taken_over: [t("connection.taken_over"), t("connection.taken_over_words")],
    refused: [t("connection.refused"), t("connection.refused_words")],
  };
  return words[state] ?? null;
}

/** Return a notice for a state of the camera. */
export function cameraTrouble(state) {
  const [title, words] = cameraWords(state);
  return h("div", { class: "notice mind", role: "alert", "data-camera": state },
    shape("camera"), h("div", {}, h("p", {}, h("strong", {}, title)), h("p", {}, words)));
}
