// What all pages share: the settings, and how the page looks by them.

import { get, put } from "./api.js";
import { chosenLanguage, loadTexts } from "./texts.js";

export const state = {
  /** The answer of /api/start. */
  start: null,
  /** The three lines at the end of the last training, for the page after it. */
  summary: [],
};

/** Fetch what the page begins with. */
export async function loadStart() {
  state.start = await get("/api/start");
  applyLook(state.start.settings);
}

export const settings = () => state.start.settings;

/** Keep changed settings and let the page follow them. */
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

/** Say whether the page is light on dark. */
export function isDark() {
  const theme = state.start?.settings.theme ?? "system";
  return theme === "dark" || (theme === "system" && darkSystem.matches);
}

/** Say whether nothing should move by itself. */
export const wantsStillness = () => lessMotion.matches;
