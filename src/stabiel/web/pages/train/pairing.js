// Pairs a phone as the camera: shows the code to scan and the steps to follow.

import { post } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { number, t } from "../shared/texts.js";
import { button, facts, troubleNotice } from "../shared/widgets.js";
import { warningSteps } from "./trust.js";

/** Show in a panel how to pair a phone; the button calls `onReady`. */
export async function pairing(panel, onReady) {
  const place = panel.querySelector(".pairing") ?? h("div", { class: "pairing" });
  panel.append(place);
  replace(place, h("p", { role: "status" }, t("app.loading")));
  let phone;
  try {
    phone = await post("/api/phone");
  } catch (error) {
    replace(place, troubleNotice(error, () => pairing(panel, onReady)));
    return;
  }
  replace(place,
    h("h2", {}, t("phone.pair_title")),
    h("div", { class: "two" },
      h("img", { class: "qr", src: asImage(phone.qr), alt: t("phone.qr"), "data-test": "qr" }),
      h("div", {},
        h("ol", {},
          h("li", {}, t("phone.step_scan")),
          h("li", {}, t("phone.step_warning")),
          h("li", {}, t("phone.step_place")),
          h("li", {}, t("phone.step_begin"))),
        h("p", { class: "quiet" }, t("phone.opens", { minutes: number(phone.expires_s / 60) })))),
    h("details", { "data-test": "warns" },
      h("summary", {}, t("trust.warns")),
      h("p", {}, t("trust.why_warns")),
      h("div", { class: "guides" }, warningSteps("apple"), warningSteps("android")),
      h("p", {}, t("trust.compare")),
      h("p", { class: "four-words", "data-test": "words" }, phone.words),
      facts([
        [t("phone.address"), h("code", { class: "long" }, phone.url)],
        [t("phone.fingerprint"), h("code", { class: "long" }, phone.fingerprint)],
      ])),
    h("div", { class: "actions" },
      button(t("phone.begin"), onReady, { icon: "play", look: "main", test: "phone-begin" }),
      button(t("phone.new_code"), () => pairing(panel, onReady), { icon: "again" })));
  place.querySelector("h2").tabIndex = -1;
  place.querySelector("h2").focus();
}

/** Return an SVG as the address of an image: in an image, scripts do not run. */
const asImage = (svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`;
