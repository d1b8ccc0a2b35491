// The plan as a whole: for whom, which days, how long. In: a plan. Out: fields that change it.

import { h, replace } from "../shared/dom.js";
import { t } from "../shared/texts.js";
import { dateField, stepper, textFields } from "./fields.js";
import { progressionFields } from "./progression.js";
import { DAYS, dayName, daysInWords } from "./words.js";

const MOST_TITLE = 80;
const MOST_STOP = 400;

/** Return the fields for what a plan is: its title, for whom and by whom. */
export function titleFields(plan, change) {
  return h("div", { class: "fields" },
    textFields({ words: t("plan.name"), value: plan.title, most: MOST_TITLE,
      onValue: change("title"), test: "title" }),
    textFields({ words: t("plan.for"), value: plan.for, most: MOST_TITLE, onValue: change("for"),
      test: "for" }),
    textFields({ words: t("plan.by"), value: plan.by, most: MOST_TITLE, onValue: change("by"),
      test: "by" }));
}

/** Return the fields for when the plan is done. */
export function whenFields(plan, change) {
  return [
    days(plan, change("days")),
    h("div", { class: "fields" },
      stepper({ words: t("plan.times_a_day"), value: plan.times_a_day ?? 1, least: 1, most: 4,
        onValue: change("times_a_day"), test: "times-a-day" }),
      dateField({ words: t("plan.from"), value: plan.from, onValue: change("from"),
        test: "from" }),
      dateField({ words: t("plan.until"), value: plan.until, onValue: change("until"),
        test: "until" })),
  ];
}

/** Return the fields for the rest between steps, for progress and for when to stop. */
export function careFields(plan, change) {
  return [
    h("div", { class: "fields" },
      stepper({ words: t("plan.rest"), unit: t("plan.seconds"), value: plan.rest_s ?? 0, least: 0,
        most: 600, by: 5, onValue: change("rest_s"), test: "rest" }),
      textFields({ words: t("plan.stop"), more: t("plan.stop_more"), value: plan.stop,
        most: MOST_STOP, long: true, onValue: change("stop"), test: "stop" })),
    progressionFields(plan.progression, change("progression")),
  ];
}

function days(plan, onValue) {
  const chosen = new Set(plan.days ?? DAYS);
  const words = h("p", { class: "quiet", "data-test": "days-words" });
  const update = () => replace(words, chosen.size === 0 ? t("plan.no_days")
    : daysInWords([...chosen]));
  const turn = (day) => (event) => {
    if (event.target.checked) chosen.add(day);
    else chosen.delete(day);
    update();
    const all = chosen.size === 0 || chosen.size === DAYS.length;
    onValue(all ? undefined : DAYS.filter((each) => chosen.has(each)));
  };
  update();
  return h("fieldset", { class: "plan-days" },
    h("legend", {}, t("plan.days")),
    h("div", { class: "options" }, DAYS.map((day) => h("label", { class: "option" },
      h("input", { type: "checkbox", checked: chosen.has(day), onchange: turn(day),
        "aria-label": dayName(day), "data-test": `day-${day}` }), dayName(day, "short")))),
    words);
}
