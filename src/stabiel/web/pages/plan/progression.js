// When more repetitions are suggested. In: the rule of a plan. Out: fields that change it.

import { h, replace, show, write } from "../shared/dom.js";
import { number, t } from "../shared/texts.js";
import { stepper } from "./fields.js";

// The rule of the programme that comes with stabiel.
const USUAL = { good_share: 0.9, sessions: 2, add: 2, up_to: 20 };

/** Return the fields of the rule; `onValue` receives each new rule, undefined for none. */
export function progressionFields(given, onValue) {
  let rule = { ...(given ?? USUAL) };
  const words = h("p", { "data-test": "progression-words", role: "status" });
  const steppers = h("div", { class: "fields" });
  const details = h("div", {}, words, steppers);
  const tell = () => write(words, t("plan.progression_rule", { count: number(rule.sessions),
    share: number(100 * rule.good_share), add: number(rule.add), most: number(rule.up_to) }));
  const change = (name, of = (value) => value) => (value) => {
    rule = { ...rule, [name]: of(value) };
    tell();
    onValue(rule);
  };
  const field = (name, words, options) => stepper({ words, value: rule[name], least: 1, most: 20,
    onValue: change(name), test: `progression-${name}`, ...options });
  const turn = (event) => {
    show(details, event.target.checked);
    onValue(event.target.checked ? rule : undefined);
  };
  replace(steppers,
    field("sessions", t("plan.progression_sessions")),
    field("share", t("plan.progression_share"), { unit: "%",
      value: Math.round(100 * rule.good_share), least: 10, most: 100, by: 5,
      onValue: change("good_share", (percent) => percent / 100) }),
    field("add", t("plan.progression_add"), { unit: t("plan.progression_unit") }),
    field("up_to", t("plan.progression_up_to"), { unit: t("plan.progression_unit"), most: 100 }));
  tell();
  show(details, given !== undefined);
  return h("div", {},
    h("label", { class: "check" },
      h("input", { type: "checkbox", checked: given !== undefined, onchange: turn,
        "data-test": "progression" }),
      h("span", {}, t("plan.progression"),
        h("span", { class: "more quiet" }, t("plan.progression_more")))),
    details);
}
