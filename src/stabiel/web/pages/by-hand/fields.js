// The day and the minutes of a note. In: a value. Out: changed values.

import { freshId, h } from "../shared/dom.js";

/** Return today as a date field has it: 2026-03-02. */
export function today() {
  const now = new Date();
  const two = (value) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Return a field for a day that is not in the future. */
export function dayField({ words, value, onValue, test }) {
  const id = freshId("day");
  const change = (event) => onValue(event.target.value || undefined);
  return h("div", { class: "field" },
    h("label", { for: id }, words),
    h("input", { id, type: "date", value, max: today(), onchange: change, "data-test": test }));
}

/** Return a field for a number of minutes, which may be left empty. */
export function minutesField({ words, value, onValue, test }) {
  const id = freshId("minutes");
  const change = ({ target }) => {
    const given = target.valueAsNumber;
    const minutes = Number.isNaN(given) ? undefined : Math.min(600, Math.max(1, given));
    target.value = minutes ?? "";
    onValue(minutes);
  };
  return h("div", { class: "field" },
    h("label", { for: id }, words),
    h("input", { id, type: "number", inputmode: "decimal", min: 1, max: 600, step: "any",
      value: value ?? "", class: "short", onchange: change, "data-test": test }));
}
