// The fields of the settings. In: texts, values, a callback for a new value. Out: elements.

import { freshId, h } from "../shared/dom.js";

/** Return a group of fields under a name. */
export function field(name, ...fields) {
  return h("fieldset", { class: "card" }, h("legend", {}, name), fields);
}

/** Return a choice of a few visible options. `options` are pairs of value and text. */
export function choice(words, name, chosen, options, onChoose) {
  const id = freshId("choice");
  return h("div", { class: "choice", role: "radiogroup", "aria-labelledby": id },
    h("span", { id, class: "label" }, words),
    h("div", { class: "options" }, options.map(([value, label]) =>
      h("label", { class: "option" },
        h("input", {
          type: "radio",
          name,
          value,
          checked: value === chosen,
          onchange: () => onChoose(value),
        }),
        h("span", {}, label)))));
}

/** Return a drop-down list. */
export function list(words, name, chosen, options, onChoose) {
  const id = freshId("list");
  const select = h("select", { id, name, onchange: () => onChoose(select.value) },
    options.map(([value, label]) => h("option", { value, selected: value === chosen }, label)));
  return h("div", { class: "choice" }, h("label", { for: id, class: "label" }, words), select);
}

/** Return a check box. */
export function check(words, name, on, onSwitch, more = null) {
  const change = () => onSwitch(box.checked);
  const box = h("input", { type: "checkbox", name, checked: on, onchange: change });
  return h("label", { class: "check" }, box,
    h("span", {}, words, more && h("span", { class: "quiet more" }, more)));
}
