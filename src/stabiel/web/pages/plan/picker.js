// The choice of an exercise to add. In: exercises. Out: the id of the one that was chosen.

import { freshId, h } from "../shared/dom.js";
import { t } from "../shared/texts.js";
import { still } from "./still.js";

/** Let the user choose an exercise; return its id, or null. */
export function chooseExercise(known) {
  const id = freshId("choose");
  return new Promise((resolve) => {
    const close = () => {
      resolve(dialog.returnValue || null);
      dialog.remove();
    };
    const dialog = h("dialog", { class: "picker", "aria-labelledby": id, onclose: close,
      "data-test": "picker" },
    h("div", { class: "picker-head" },
      h("h2", { id }, t("plan.choose")),
      h("button", { type: "button", onclick: () => dialog.close("") }, t("app.cancel"))),
    group(t("exercises.moving"), "repetitions", known, (chosen) => dialog.close(chosen)),
    group(t("exercises.holding"), "hold", known, (chosen) => dialog.close(chosen)));
    document.body.append(dialog);
    dialog.showModal();
  });
}

function group(words, kind, known, onChosen) {
  const here = known.all.filter((each) => each.kind === kind);
  if (here.length === 0) return null;
  return [
    h("h3", {}, words),
    h("ul", { class: "plain picks" }, here.map((each) => h("li", {},
      h("button", { type: "button", class: "pick", onclick: () => onChosen(each.id),
        "data-test": `pick-${each.id}` },
      still(each),
      h("span", { class: "step-words" }, h("span", { class: "name" }, each.name),
        each.dose && h("span", { class: "quiet" }, each.dose)))))),
  ];
}
