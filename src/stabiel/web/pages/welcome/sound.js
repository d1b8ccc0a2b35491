// The sound check. In: a click. Out: "Can you hear me?", aloud, and what helps if not.

import { h, replace } from "../shared/dom.js";
import { saveSettings, settings } from "../shared/state.js";
import { chosenLanguage, t } from "../shared/texts.js";
import { button, troubleNotice } from "../shared/widgets.js";
import { voiceSection } from "../settings/voice.js";
import { Voice } from "../train/voice.js";

export function soundStep({ signal, onward, news }) {
  const title = t("welcome.sound");
  const help = h("div", {});
  const engine = h("p", { class: "quiet", role: "status", "data-test": "engine" });
  const save = async (changes) => {
    try {
      await saveSettings(changes);
      return true;
    } catch (error) {
      replace(news, troubleNotice(error));
      return false;
    }
  };
  let voice = null;
  const ask = () => {
    voice?.close();
    voice = new Voice({
      language: chosenLanguage(),
      name: settings().voice_name,
      address: () => "/api/welcome/hear.wav",
      onSpeaks: (speaks) => (engine.textContent = speaks ? "" : t("welcome.tones")),
      onFailed: () => {},
    });
    voice.start();
    voice.say({ number: 1, text: t("welcome.hear"), interrupts: false, tones: "rising" });
  };
  signal.addEventListener("abort", () => voice?.close());
  const finish = async (on) => {
    if (settings().voice === on || (await save({ voice: on }))) onward();
  };
  const troubled = () => replace(help,
    h("ul", { class: "large", "data-test": "sound-help" },
      h("li", {}, t("welcome.louder")),
      h("li", {}, t("welcome.speaker")),
      h("li", {}, t("welcome.other_voice"))),
    h("form", { class: "settings", onsubmit: (event) => event.preventDefault() },
      voiceSection(save, signal)),
    h("div", { class: "actions" },
      button(t("welcome.no_voice"), () => finish(false), { test: "no-voice" })));
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("welcome.sound_words")),
      h("p", { class: "hear" }, `“${t("welcome.hear")}”`),
      engine,
      h("div", { class: "actions" },
        button(t("welcome.heard"), () => finish(true), { look: "main", test: "next" }),
        button(t("welcome.not_heard"), troubled, { test: "not-heard" }),
        button(t("welcome.say_again"), ask, { icon: "sound", test: "say-again" })),
      help,
    ],
    // A browser plays nothing before the first click on its page.
    shown: () => (navigator.userActivation?.hasBeenActive ?? true) && ask(),
  };
}
