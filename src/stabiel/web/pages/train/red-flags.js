// The questions about red flags, before the first session. In: the questions. Out: train, or not.

import { address } from "../shared/addresses.js";
import { get, post } from "../shared/api.js";
import { focusHeading, freshId, h, replace } from "../shared/dom.js";
import { settings } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { button, linkButton, troubleNotice } from "../shared/widgets.js";

/** Return the questions if it is time to ask them, else null. */
export async function dueRedFlags(signal) {
  if (!settings().questions) return null;
  try {
    const found = await get("/api/red-flags", signal);
    return found.due ? found : null;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    // What is wrong with the records is said when the session begins.
    return null;
  }
}

/**
 * Return the panel that asks; `onDone` is called if the person trains.
 * @param {string | null} back is where the way back leads; null for none.
 * @param {Element | null} more is asked first.
 */
export function redFlagsPanel(asked, onDone, { back = address("today"), more = null } = {}) {
  const id = freshId("red-flags");
  const boxes = asked.questions.map((each) => h("input", { type: "checkbox", value: each.id,
    onchange: () => changed() }));
  const next = button(t("red_flags.none"), () => answer(), { look: "main", test: "no-red-flags" });
  const news = h("div", {});
  const yes = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const changed = () => replace(next, yes().length > 0 ? t("app.next") : t("red_flags.none"));
  const panel = h("section", { class: "start-panel card", "aria-labelledby": id,
    "data-test": "red-flags" });

  const answer = async () => {
    try {
      const { advice } = await post("/api/red-flags", { yes: yes(), went_on: null });
      if (advice === null) onDone();
      else decide(advice);
    } catch (error) {
      replace(news, troubleNotice(error));
    }
  };
  const decide = (advice) => {
    const go = async () => {
      try {
        await post("/api/red-flags", { yes: yes(), went_on: true });
        onDone();
      } catch (error) {
        replace(news, troubleNotice(error));
      }
    };
    const stop = () => post("/api/red-flags", { yes: yes(), went_on: false }).catch(() => {});
    replace(panel,
      h("h1", { id }, t("red_flags.first_ask")),
      h("p", { class: "lead", "data-test": "advice" }, advice.text),
      h("p", {}, t("red_flags.decide")),
      news,
      h("div", { class: "actions" },
        h("a", { class: "button main", href: address("today"), onclick: stop,
          "data-test": "stop-first" }, t("red_flags.stop")),
        button(t("red_flags.anyway"), go, { test: "train-anyway" })));
    focusHeading(panel);
  };

  replace(panel,
    h("h1", { id }, asked.title),
    more,
    h("p", { class: "lead" }, asked.intro),
    h("ul", { class: "plain red-flags" }, asked.questions.map((each, number) =>
      h("li", {}, h("label", { class: "check" }, boxes[number], h("span", {}, each.text))))),
    news,
    h("div", { class: "actions" }, next, back && linkButton(back, t("app.back"))),
    h("p", { class: "quiet" }, t("red_flags.why")));
  return panel;
}
