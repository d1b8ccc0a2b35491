// The settings of the voice: whether there is one, and which of the browser's voices.

import { replace, h } from "../shared/dom.js";
import { settings } from "../shared/state.js";
import { isFailure, utter } from "../shared/speech.js";
import { chosenLanguage, t } from "../shared/texts.js";
import { localVoices, voicesCame } from "../shared/voices.js";
import { button } from "../shared/widgets.js";
import { check, field, list } from "./fields.js";

export function voiceSection(save, signal) {
  const place = h("div", { "data-test": "voices" });
  const draw = () => replace(place, voices(save));
  draw();
  voicesCame(signal, draw);
  return field(t("settings.voice"),
    check(t("settings.voice_on"), "voice", settings().voice, (voice) => save({ voice })),
    place,
    h("p", { class: "quiet" }, t("settings.voice_words")));
}

function voices(save) {
  const all = localVoices(chosenLanguage());
  if (all.length === 0) return h("p", {}, t("settings.voice_none"));
  const names = [["", t("settings.voice_best")], ...all.map((each) => [each.name, each.name])];
  const keep = (voice_name) => save({ voice_name });
  const news = h("p", { role: "status", "data-test": "voice-news" });
  return [
    list(t("settings.voice_which"), "voice_name", settings().voice_name, names, keep),
    h("div", { class: "actions" },
      button(t("settings.voice_try"), () => tryVoice(all, news),
        { icon: "sound", test: "try-voice" })),
    news,
  ];
}

async function tryVoice(all, news) {
  const voice = all.find((each) => each.name === settings().voice_name) ?? all[0];
  speechSynthesis.cancel();
  const end = await utter(t("settings.voice_line"), voice);
  news.textContent = isFailure(end) ? t("settings.voice_silent") : "";
}
