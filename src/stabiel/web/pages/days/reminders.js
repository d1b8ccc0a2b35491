// Reminders in one's own calendar. In: the plan. Out: a time to choose and a file to open.

import { address } from "../shared/addresses.js";
import { mine } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { chosenLanguage, t } from "../shared/texts.js";
import { linkButton } from "../shared/widgets.js";

const NINE = "09:00";

/** Return the section that makes a calendar file of the plan. */
export function reminders(plan) {
  if (!plan.goes_on) {
    return h("section", { class: "card" },
      h("p", {}, t("days.plan_over", { plan: plan.name })),
      h("div", { class: "actions" }, linkButton(address("plan"), t("menu.plan"))));
  }
  const query = (at) => new URLSearchParams({ at, lang: chosenLanguage() });
  const link = linkButton(mine(`/api/calendar.ics?${query(NINE)}`), t("days.take"),
    { icon: "down", test: "calendar" });
  link.download = `${plan.id}.ics`;
  const change = (event) => {
    const at = event.target.value || NINE;
    link.href = mine(`/api/calendar.ics?${query(at)}`);
  };
  return h("section", { class: "card", "aria-labelledby": "reminders" },
    h("h2", { id: "reminders" }, t("days.reminders")),
    h("p", {}, t("days.reminders_words", { plan: plan.name })),
    h("div", { class: "actions" },
      h("label", { for: "at" }, t("days.at")),
      h("input", { id: "at", type: "time", class: "time-input", value: NINE, onchange: change,
        "data-test": "at" }),
      link));
}
