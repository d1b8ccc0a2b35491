// How a phone is told to trust this computer. In: a kind of phone. Out: steps with pictures.

import { h } from "../shared/dom.js";
import { t } from "../shared/texts.js";
import { screen } from "./phone-screen.js";

const CERTIFICATE = "/stabiel.crt";

/** Return whether this is an iPhone or an iPad; a newer iPad calls itself a Mac with touch. */
export const isApple = () => /iphone|ipad/i.test(navigator.userAgent)
  || (/macintosh/i.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

export const isAndroid = () => /android/i.test(navigator.userAgent);

/** Return what to tap when the phone warns, the first time. */
export function warningSteps(kind) {
  const apple = kind === "apple";
  return guide(apple ? t("trust.on_apple") : t("trust.on_android"), apple
    ? [
      [t("trust.apple_warns"), [t("trust.not_private"), null, { tap: t("trust.apple_details") }]],
      [t("trust.apple_visits"), [t("trust.not_private"), null, { link: t("trust.apple_visit") }]],
    ]
    : [
      [t("trust.android_warns"), [t("trust.not_private"), null, { tap: t("trust.advanced") }]],
      [t("trust.android_goes_on"), [t("trust.not_private"), null, { link: t("trust.proceed") }]],
    ]);
}

/** Return how to install the certificate, so that the phone does not warn again. */
export function trustSteps(kind) {
  const get = h("p", {}, h("a", { class: "button", href: CERTIFICATE, "data-test": "certificate" },
    t("trust.get")));
  const apple = kind === "apple";
  return h("div", {}, get, guide(apple ? t("trust.on_apple") : t("trust.on_android"), apple
    ? [
      [t("trust.apple_allow"), [t("trust.apple_profile"), null, { tap: t("trust.allow") }]],
      [t("trust.apple_install"), [t("trust.settings"), "stabiel …", { tap: t("trust.install") }]],
      [t("trust.apple_trust"), [t("trust.settings"), null, { on: "stabiel …" }]],
    ]
    : [
      [t("trust.android_search"), [t("trust.settings"), { tap: t("trust.ca") }, null]],
      [t("trust.android_install"), [t("trust.ca"), null, { tap: t("trust.anyway") }]],
      [t("trust.android_pick"), [t("trust.files"), { tap: "stabiel.crt" }, null]],
    ]),
  h("p", { class: "quiet" }, t("trust.words_there")));
}

function guide(title, steps) {
  return h("section", { class: "guide" },
    h("h3", {}, title),
    h("ol", {}, steps.map(([words, rows]) => h("li", {}, screen(rows), h("span", {}, words)))));
}
