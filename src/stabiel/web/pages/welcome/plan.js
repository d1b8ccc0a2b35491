// The end of the first visit: today's plan, short or whole. In: the plan. Out: two ways to begin.

import { address } from "../shared/addresses.js";
import { h } from "../shared/dom.js";
import { mark } from "../shared/shapes.js";
import { saveSettings, settings, state } from "../shared/state.js";
import { number, t } from "../shared/texts.js";
import { shortSession } from "../shared/short-session.js";
import { linkButton } from "../shared/widgets.js";

export async function planStep({ fetched }) {
  const [today, { short }] = await Promise.all([fetched("/api/today"), fetched("/api/welcome")]);
  // From here on it is not offered again; the settings lead back to it.
  if (!settings().welcomed) await saveSettings({ welcomed: true });
  const title = t("welcome.plan");
  const whole = t("today.whole_minutes", { count: number(today.minutes) });
  return {
    title,
    content: [
      state.bridgeWorked && h("p", { class: "lead worked", "data-test": "worked" },
        mark(true), t("welcome.worked")),
      h("h1", {}, title),
      h("p", { class: "lead" }, short === null ? t("welcome.plan_whole") : t("welcome.plan_words")),
      h("div", { class: "actions" },
        short && shortSession(short, { main: true }),
        linkButton(address("train"), whole,
          { main: short === null, icon: "play", test: "whole" })),
      h("p", {}, h("a", { href: address("today"), "data-test": "look" }, t("welcome.look"))),
      h("p", { class: "quiet" }, t("welcome.again_words")),
    ],
  };
}
