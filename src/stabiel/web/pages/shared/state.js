// The state that all pages share: the settings, and the look that follows from them.

import { get, put, who } from "./api.js";
import { chosenLanguage, loadTexts } from "./texts.js";

export const state = {
  /** The answer of /api/start. */
  start: null,
  /** The closing lines of the last session, for the page shown after it. */
  summary: [],
  /** The advice that was shown last in a session, for the same page; null without one. */
  advice: null,
  /** Whether the bridge of the first visit counted. */
  bridgeWorked: false,
};

/** Fetch the start values. */
export async function loadStart() {
  state.start = await get("/api/start");
  who.id = state.start.person;
  who.alone = state.start.persons.length < 2;
  applyLook(state.start.settings);
}

/** Return the chosen person, null before the choice. */
export const person = () =>
  state.start.persons.find((each) => each.id === state.start.person) ?? null;

export const settings = () => state.start.settings;

/** Save changed settings and apply them to the page. */
export async function saveSettings(changes) {
  state.start.settings = await put("/api/settings", { ...settings(), ...changes });
  applyLook(settings());
  if (settings().language !== chosenLanguage()) await loadTexts(settings().language);
}

function applyLook(chosen) {
  document.documentElement.dataset.theme = chosen.theme;
  document.documentElement.dataset.textSize = chosen.text_size;
}

const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const lessMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** Return whether the page has the dark theme. */
export function isDark() {
  const theme = state.start?.settings.theme ?? "system";
  return theme === "dark" || (theme === "system" && darkSystem.matches);
}

/** Return whether the user prefers reduced motion. */
export const wantsStillness = () => lessMotion.matches;
