// The settings. Each is saved as soon as it changes.

import { address, go } from "../shared/addresses.js";
import { get, mine, remove } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { openSection } from "../shared/handover.js";
import { person, saveSettings, settings, state } from "../shared/state.js";
import { number, size, t } from "../shared/texts.js";
import { announce, ask, button, facts, linkButton, troubleNotice } from "../shared/widgets.js";
import { browsersSection } from "./browsers.js";
import { cameraSection } from "./camera.js";
import { check, choice, field } from "./fields.js";
import { voiceSection } from "./voice.js";

export async function open({ signal, again }) {
  const [data, { browsers }] = await Promise.all([
    get("/api/data", signal), get("/api/browsers", signal),
  ]);
  const title = t("settings.title");
  const news = h("div", { class: "news" });
  const save = saver(news, again);
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "quiet" }, t("settings.kept_at_once")),
      news,
      h("form", { class: "settings", onsubmit: (event) => event.preventDefault() },
        look(save),
        voiceSection(save, signal),
        training(save),
        cameraSection(save, signal),
        analyzing(save)),
      peopleSection(save),
      browsersSection(browsers),
      dataSection(data),
      openSection(),
      h("p", { class: "quiet" },
        h("a", { href: address("welcome"), "data-test": "welcome" }, t("welcome.again"))),
      h("p", { class: "quiet" },
        h("a", { href: address("doctor"), "data-test": "doctor" }, t("settings.doctor"))),
      h("p", { class: "quiet" },
        h("a", { href: address("author"), "data-test": "author" }, t("settings.author"))),
    ],
  };
}

function saver(news, again) {
  return async (changes, { redraw = false } = {}) => {
    try {
      await saveSettings(changes);
    } catch (error) {
      replace(news, troubleNotice(error));
      return;
    }
    replace(news);
    if (redraw) {
      document.dispatchEvent(new Event("language"));
      await again();
      document.querySelector("[name=language]:checked")?.focus();
    }
    announce(t("settings.saved"));
  };
}

function look(save) {
  const chosen = settings();
  return field(t("settings.look"),
    choice(t("settings.language"), "language", chosen.language,
      // Each language in its own words, for users who cannot read the other one.
      [["nl", "Nederlands"], ["en", "English"]],
      (language) => save({ language }, { redraw: true })),
    choice(t("settings.theme"), "theme", chosen.theme,
      [
        ["system", t("settings.theme_system")],
        ["light", t("settings.theme_light")],
        ["dark", t("settings.theme_dark")],
      ],
      (theme) => save({ theme })),
    choice(t("settings.text_size"), "text_size", String(chosen.text_size),
      [100, 125, 150, 200].map((each) => [String(each), `${each} %`]),
      (each) => save({ text_size: Number(each) })));
}

function training(save) {
  const chosen = settings();
  return field(t("settings.training"),
    choice(t("settings.strictness"), "strictness", chosen.strictness,
      [
        ["gentle", t("settings.gentle")],
        ["normal", t("settings.normal")],
        ["strict", t("settings.strict")],
      ],
      (strictness) => save({ strictness })),
    h("p", { class: "quiet" }, t("settings.strictness_words")),
    choice(t("settings.model"), "model", chosen.model,
      [
        ["lite", t("settings.model_lite")],
        ["full", t("settings.model_full")],
        ["heavy", t("settings.model_heavy")],
      ],
      (model) => save({ model })),
    check(t("settings.questions"), "questions", chosen.questions,
      (questions) => save({ questions }), t("settings.questions_words")),
    check(t("settings.record"), "record", chosen.record, (record) => save({ record }),
      t("settings.record_words")));
}

function analyzing(save) {
  return field(t("settings.analyzing"),
    check(t("settings.keep_video"), "keep_analysis_video", settings().keep_analysis_video,
      (keep_analysis_video) => save({ keep_analysis_video })));
}

function peopleSection(save) {
  const { name } = person();
  const several = state.start.persons.length > 1;
  return h("section", { "aria-labelledby": "people", class: "card" },
    h("h2", { id: "people" }, t("persons.title")),
    name && check(t("persons.on_reports", { name }), "name_on_reports", settings().name_on_reports,
      (name_on_reports) => save({ name_on_reports })),
    h("p", {}, h("a", { href: address("persons"), "data-test": "persons" },
      several ? t("persons.manage") : t("persons.add_another"))));
}

function dataSection(data) {
  const news = h("div", {});
  const count = number(data.sessions ?? 0);
  const erase = async () => {
    const sure = await ask({
      title: t("settings.erase_sure"),
      words: t("settings.erase_words", { count, size: size(data.bytes) }),
      yes: t("settings.erase_yes"),
    });
    if (!sure) return;
    try {
      await remove("/api/data", { sure: true });
    } catch (error) {
      replace(news, troubleNotice(error));
      return;
    }
    // The settings are gone as well, so the page starts from scratch.
    go("sessions");
    location.reload();
  };
  return h("section", { "aria-labelledby": "data", class: "card" },
    h("h2", { id: "data" }, t("settings.data")),
    h("p", {}, t("settings.data_words")),
    facts([
      [t("settings.folder"), h("code", {}, data.folder)],
      [t("settings.sessions"), data.sessions && number(data.sessions)],
      [t("settings.size"), size(data.bytes)],
    ]),
    news,
    h("div", { class: "actions" },
      linkButton(mine("/api/data/export.zip?format=xlsx"), t("settings.export_xlsx"),
        { icon: "down", test: "export-xlsx" }),
      linkButton(mine("/api/data/export.zip?format=csv"), t("settings.export_csv"),
        { icon: "down", test: "export-csv" }),
      linkButton(mine("/api/data/export.zip?format=json"), t("settings.export_json"),
        { icon: "down", test: "export-json" }),
      button(t("settings.erase"), erase, { icon: "bin", look: "careful", test: "erase" })));
}
