// The day of a note: today or earlier, in the time of this computer.

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
