// The page of a phone: what it is for, how it is trusted for good, and its camera.

import { h, replace } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { loadTexts, t } from "../shared/texts.js";
import { Phone } from "./phone-stage.js";
import { isAndroid, isApple, trustSteps } from "./trust.js";

function welcome() {
  const begin = h("button", { type: "button", class: "main", "data-test": "begin" },
    shape("camera"), t("phone.begin_camera"));
  begin.addEventListener("click", () => {
    const phone = new Phone();
    replace(document.querySelector("main"), phone.element);
    phone.start();
  });
  replace(document.querySelector("main"),
    h("div", { class: "welcome" },
      h("h1", {}, t("phone.title")),
      h("p", { class: "lead" }, t("phone.welcome")),
      h("p", {}, t("phone.stays")),
      begin,
      trust()));
  document.title = `${t("phone.title")} – ${t("app.name")}`;
}

/** Return how this phone can be told to trust the computer for good. */
function trust() {
  const kinds = [isApple() && "apple", isAndroid() && "android"].filter(Boolean);
  return h("details", { class: "card", "data-test": "trust" },
    h("summary", {}, t("trust.title")),
    h("p", {}, t("trust.why")),
    (kinds.length === 0 ? ["apple", "android"] : kinds).map((kind) => trustSteps(kind)));
}

await loadTexts();
welcome();
