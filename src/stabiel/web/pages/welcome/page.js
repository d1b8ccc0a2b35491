// The first visit, step by step. In: the step in the address. Out: its page, ways on and back.

import { address, go } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { saveSettings, settings } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { button, linkButton, troubleNotice } from "../shared/widgets.js";
import { aboutStep } from "./about.js";
import { bridgeStep } from "./bridge.js";
import { healthStep } from "./health.js";
import { planStep } from "./plan.js";
import { soundStep } from "./sound.js";
import { startStep } from "./start.js";

const STEPS = {
  start: startStep,
  about: aboutStep,
  health: healthStep,
  sound: soundStep,
  bridge: bridgeStep,
  plan: planStep,
};

export async function open({ about, signal, again }) {
  const order = Object.keys(STEPS).filter((each) => each !== "health" || settings().questions);
  const name = order.includes(about) ? about : order[0];
  const index = order.indexOf(name);
  const news = h("div", {});
  const following = order[index + 1] ?? null;
  const back = index > 0 ? address("welcome", order[index - 1]) : null;
  const step = await STEPS[name]({
    signal, again, back, news,
    onward: () => go("welcome", following),
    fetched: (path) => get(path, signal),
  });
  return {
    title: step.title,
    content: h("div", { class: "first-visit", "data-step": name },
      progress(index + 1, order.length),
      step.content,
      news,
      ways(back, following, news)),
    shown: step.shown,
  };
}

function progress(number, all) {
  const words = t("welcome.step", { number, all });
  return h("div", { class: "welcome-progress" },
    h("p", { class: "quiet" }, words),
    h("progress", { value: number, max: all, "aria-label": words }));
}

/** Return the ways to the step before, past this step, and out of the first visit. */
function ways(back, following, news) {
  const leave = async () => {
    try {
      await saveSettings({ welcomed: true });
      go("today");
    } catch (error) {
      replace(news, troubleNotice(error));
    }
  };
  return h("div", { class: "actions welcome-ways" },
    back && linkButton(back, t("app.back"), { icon: "back", test: "back" }),
    following && linkButton(address("welcome", following), t("welcome.skip"), { test: "skip" }),
    following && button(t("welcome.skip_all"), leave, { test: "skip-all" }));
}
