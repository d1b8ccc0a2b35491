// The fields of a plan: steppers, texts, dates, choices. In: a value. Out: changed values.

import { freshId, h } from "../shared/dom.js";
import { chosenLanguage, number, t } from "../shared/texts.js";
import { announce } from "../shared/widgets.js";

/**
 * Return a number with a button on either side.
 * @param {number | undefined} value is empty if it may be left out; `usual` then stands there.
 * @param {(value: number | undefined) => void} onValue receives each new value.
 */
export function stepper({ words, unit, value, least, most, by = 1, usual, onValue, test }) {
  const id = freshId("stepper");
  const input = h("input", {
    id, type: "number", inputmode: "decimal", min: least, max: most, step: "any",
    value: value ?? "", placeholder: usual === undefined ? null : number(usual, 1),
    "aria-describedby": unit ? `${id}-unit` : null, "data-test": test,
  });
  const optional = usual !== undefined;
  const buttons = {};
  let last = value;
  const take = (next) => {
    last = next;
    input.value = next ?? "";
    update();
    onValue(next);
  };
  const update = () => {
    const now = last ?? usual ?? least;
    // A disabled button would lose the focus; aria-disabled keeps it.
    buttons.less.setAttribute("aria-disabled", now <= least);
    buttons.more.setAttribute("aria-disabled", now >= most);
  };
  const turn = (sign) => () => {
    const now = last ?? usual ?? least;
    // To the next whole step, so that 12 goes to 15 and not to 17.
    const next = sign > 0 ? Math.floor(now / by + 1) * by : Math.ceil(now / by - 1) * by;
    const kept = Math.min(most, Math.max(least, next));
    if (kept === now) return;
    take(kept);
    announce(`${words}: ${number(kept, 1)}`);
  };
  input.addEventListener("change", () => {
    const given = input.valueAsNumber;
    if (Number.isNaN(given)) {
      take(optional ? undefined : last);
      return;
    }
    const whole = by >= 1 ? Math.round(given) : given;
    take(Math.min(most, Math.max(least, whole)));
  });
  for (const [name, sign, symbol, label] of [
    ["less", -1, "−", t("plan.less", { name: words })],
    ["more", 1, "+", t("plan.more", { name: words })],
  ]) {
    buttons[name] = h("button", { type: "button", "aria-label": label, onclick: turn(sign),
      "data-test": test && `${test}-${name}` }, symbol);
  }
  update();
  return h("div", { class: "stepper" },
    h("label", { for: id }, words),
    h("div", { class: "stepper-row" }, buttons.less, input, buttons.more,
      unit && h("span", { id: `${id}-unit`, class: "quiet" }, unit)));
}

/** Return the fields for a text: one if it is plain, two if it has both languages. */
export function textFields({ words, value, onValue, ...options }) {
  if (typeof value !== "object" || value === null) {
    return [textField({ words, value: value ?? "", onValue, ...options })];
  }
  const now = { ...value };
  const own = chosenLanguage();
  const languages = [own, ...Object.keys(now).filter((each) => each !== own)];
  return languages.map((language, index) => textField({
    ...options,
    words: `${words} (${language === "nl" ? t("plan.in_dutch") : t("plan.in_english")})`,
    value: now[language] ?? "",
    test: index === 0 ? options.test : null,
    onValue: (text) => {
      now[language] = text ?? "";
      // A text that is emptied in both languages is no text.
      onValue(Object.values(now).some(Boolean) ? { ...now } : undefined);
    },
  }));
}

/** Return one field for a text. `problem` returns what is not right about it, or null. */
function textField({ words, value, most, long, more, problem, placeholder, onValue, test }) {
  const id = freshId("text");
  const input = h(long ? "textarea" : "input", {
    id, type: long ? null : "text", rows: long ? 2 : null, maxlength: most, value,
    placeholder, autocomplete: "off", "data-test": test, class: "text",
    "aria-describedby": `${id}-more`,
  });
  const note = h("span", { id: `${id}-more`, class: "quiet more" });
  const update = () => {
    const wrong = problem?.(input.value) ?? null;
    input.setAttribute("aria-invalid", wrong !== null);
    note.classList.toggle("wrong", wrong !== null);
    note.textContent = wrong ?? more ?? "";
  };
  input.addEventListener("input", () => {
    update();
    onValue(input.value.trim() === "" ? undefined : input.value);
  });
  update();
  return h("div", { class: "field" }, h("label", { for: id }, words), input, note);
}

/** Return a date field. */
export function dateField({ words, value, onValue, test }) {
  const id = freshId("date");
  const change = (event) => onValue(event.target.value || undefined);
  return h("div", { class: "field" },
    h("label", { for: id }, words),
    h("input", { id, type: "date", value: value ?? "", onchange: change, "data-test": test }));
}

/** Return a list to choose from; `undefined` is the first one, the usual. */
export function choiceField({ words, value, choices, onValue, test }) {
  const id = freshId("choice");
  const change = (event) => onValue(event.target.value || undefined);
  return h("div", { class: "field" },
    h("label", { for: id }, words),
    h("select", { id, onchange: change, "data-test": test },
      choices.map(([name, label]) =>
        h("option", { value: name ?? "", selected: name === value }, label))));
}
