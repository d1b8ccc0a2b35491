// Red flags, if it is time to ask, and the pain now. In: answers. Out: a way on, or advice first.

import { address } from "../shared/addresses.js";
import { post } from "../shared/api.js";
import { focusHeading, h, replace } from "../shared/dom.js";
import { t } from "../shared/texts.js";
import { painScale } from "../shared/wellbeing.js";
import { button, troubleNotice } from "../shared/widgets.js";
import { dueRedFlags, redFlagsPanel } from "../train/red-flags.js";

export async function healthStep({ signal, onward, news }) {
  const asked = await dueRedFlags(signal);
  const pain = painScale(t("welcome.pain"));
  const place = h("div", { class: "felt" });
  const done = async () => {
    if (pain.chosen() === null) {
      onward();
      return;
    }
    try {
      const { advice } = await post("/api/welcome/pain", { pain: pain.chosen() });
      if (advice === null || advice.zone === "green") onward();
      else replace(place, advised(advice, onward));
      focusHeading(place);
    } catch (error) {
      replace(news, troubleNotice(error));
    }
  };
  if (asked === null) {
    replace(place, painAlone(pain, done));
    return { title: t("welcome.pain_title"), content: place };
  }
  replace(place, redFlagsPanel(asked, done, { more: pain.element, back: null }));
  return { title: asked.title, content: place };
}

/** Return the question about pain for somebody who answered the others today or lately. */
function painAlone(pain, done) {
  return h("section", { class: "start-panel card" },
    h("h1", {}, t("welcome.pain_title")),
    h("p", { class: "quiet" }, t("welcome.asked_before")),
    pain.element,
    h("div", { class: "actions" }, button(t("app.next"), done, { look: "main", test: "next" })));
}

function advised(advice, onward) {
  const red = advice.zone === "red";
  return h("section", { class: "start-panel card" },
    h("h1", {}, t("welcome.pain_title")),
    h("p", { class: "advice", "data-zone": advice.zone, "data-test": "advice" }, advice.text),
    red && h("p", {}, t("red_flags.decide")),
    h("div", { class: "actions" },
      red && h("a", { class: "button main", href: address("today"), "data-test": "stop-first" },
        t("red_flags.stop")),
      button(red ? t("red_flags.anyway") : t("app.next"), onward,
        { look: red ? null : "main", test: "train-anyway" })));
}
