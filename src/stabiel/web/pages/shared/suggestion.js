// A suggestion to do more repetitions. In: what the server suggests. Out: a card to answer it.

import { post } from "./api.js";
import { h, replace } from "./dom.js";
import { mark } from "./shapes.js";
import { t } from "./texts.js";
import { announce, button, troubleNotice } from "./widgets.js";

/** Return a card that suggests more repetitions, with buttons to accept or decline. */
export function suggestionCard(suggestion) {
  const card = h("section", { class: "card suggestion", "data-test": "suggestion" });
  const words = { before: suggestion.before, suggested: suggestion.suggested };
  const reply = (accept) => async () => {
    try {
      await post(`/api/progress/${encodeURIComponent(suggestion.exercise)}`, { accept });
    } catch (error) {
      card.append(troubleNotice(error));
      return;
    }
    const result = accept
      ? t("suggestion.accepted", { suggested: suggestion.suggested })
      : t("suggestion.declined", { before: suggestion.before });
    replace(card, mark(accept), h("p", {}, result));
    announce(result);
  };
  replace(card,
    h("h2", {}, t("suggestion.title", { exercise: suggestion.name })),
    h("p", {}, t("suggestion.words", { ...words, sessions: suggestion.sessions })),
    h("div", { class: "actions" },
      button(t("suggestion.accept", words), reply(true), { look: "main", test: "accept" }),
      button(t("suggestion.decline", words), reply(false), { test: "decline" })));
  return card;
}
