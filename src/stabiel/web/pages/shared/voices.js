// The browser's voices. In: a language. Out: the local voices that speak it, best first.

const BEST = { nl: ["nl-nl", "nl-be"], en: ["en-gb", "en-us"] };

/**
 * Return the voices for a language.
 * Voices that run on a server are left out: the spoken text would leave this computer.
 */
export function localVoices(language) {
  const all = globalThis.speechSynthesis?.getVoices() ?? [];
  const tongue = (voice) => voice.lang.toLowerCase().replace("_", "-");
  const rank = (voice) => {
    const place = BEST[language].indexOf(tongue(voice));
    return place === -1 ? BEST[language].length : place;
  };
  return all
    .filter((voice) => voice.localService && tongue(voice).split("-")[0] === language)
    .sort((one, other) => rank(one) - rank(other));
}

/** Call back whenever more voices are found: many browsers load them late. */
export function voicesCame(signal, onCome) {
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", onCome, { signal });
}
