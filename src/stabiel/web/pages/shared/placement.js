// The drawing of mat and camera. In: an exercise. Out: the address of its drawing.

import { isDark } from "./state.js";
import { chosenLanguage } from "./texts.js";

/** Return the address of the drawing of mat and camera, in the page's colors and language. */
export function drawingOf(exercise, { dark = isDark(), words = true } = {}) {
  const query = `dark=${dark ? 1 : 0}&words=${words ? 1 : 0}&lang=${chosenLanguage()}`;
  return `/api/exercises/${encodeURIComponent(exercise)}/placement.svg?${query}`;
}
