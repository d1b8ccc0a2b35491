// The days of the week in words. In: days such as "mon". Out: text in the page's language.

import { chosenLanguage, t } from "./texts.js";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
// Any week will do: 5 January 2026 is a Monday.
const MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** Return the name of a day: "maandag", or "ma" if it should be short. */
export function dayName(day, width = "long") {
  const date = new Date(MONDAY + DAYS.indexOf(day) * DAY_MS);
  const language = chosenLanguage() === "en" ? "en-GB" : "nl-NL";
  return new Intl.DateTimeFormat(language, { weekday: width, timeZone: "UTC" }).format(date);
}

/** Return the days of a plan: "elke dag", or "ma, wo, vr". */
export function daysInWords(days) {
  const known = DAYS.filter((day) => (days ?? DAYS).includes(day));
  if (known.length === DAYS.length || known.length === 0) return t("plan.every_day");
  return known.map((day) => dayName(day, "short")).join(", ");
}
