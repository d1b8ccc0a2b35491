// The language, and the name of the person who trains. In: what is known. Out: what was chosen.

import { put } from "../shared/api.js";
import { freshId, h, replace } from "../shared/dom.js";
import { loadStart, person, saveSettings, settings } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { button, troubleNotice } from "../shared/widgets.js";
import { choice } from "../settings/fields.js";

const MOST_LETTERS = 60;

export function startStep({ onward, again, news }) {
  const title = t("welcome.start");
  const id = freshId("name");
  const name = h("input", { id, type: "text", value: person().name, maxlength: MOST_LETTERS,
    autocomplete: "off", "data-test": "name" });
  const speak = async (language) => {
    try {
      await saveSettings({ language });
    } catch (error) {
      replace(news, troubleNotice(error));
      return;
    }
    document.dispatchEvent(new Event("language"));
    const typed = name.value;
    await again();
    // The page was drawn again; what was typed into it before stays.
    document.querySelector("[data-test=name]").value = typed;
    document.querySelector("[name=language]:checked")?.focus();
  };
  const send = async (event) => {
    event.preventDefault();
    try {
      const typed = name.value.trim();
      if (typed !== "" && typed !== person().name) {
        await put("/api/persons/me", { name: typed });
        await loadStart();
        document.dispatchEvent(new Event("language"));
      }
      onward();
    } catch (error) {
      replace(news, troubleNotice(error));
    }
  };
  const next = button(t("app.next"), () => {}, { look: "main", test: "next" });
  next.type = "submit";
  return {
    title,
    content: [
      h("h1", { class: "huge" }, title),
      h("p", { class: "lead" }, t("welcome.start_words")),
      h("form", { class: "card person-form", onsubmit: send },
        // Each language in its own words, for users who cannot read the other one.
        choice(t("settings.language"), "language", settings().language,
          [["nl", "Nederlands"], ["en", "English"]], speak),
        h("div", {}, h("label", { for: id, class: "label block" }, t("welcome.name")), name),
        h("p", { class: "quiet" }, t("welcome.name_words")),
        h("div", { class: "actions" }, next)),
    ],
  };
}
