// The page's texts, numbers and times. In: keys and values. Out: text in the chosen language.

let groups = {};
let language = "nl";

/** Fetch all texts, in the given language or else in that of the settings. */
export async function loadTexts(wanted) {
  const query = wanted ? `?lang=${encodeURIComponent(wanted)}` : "";
  const answer = await fetch(`/api/texts${query}`);
  if (!answer.ok) throw new Error(`texts: ${answer.status}`);
  groups = await answer.json();
  language = groups.app.language;
  document.documentElement.lang = language;
}

/** Return the language of the texts: "nl" or "en". */
export const chosenLanguage = () => language;

/**
 * Return the text of "group.key", with its {placeholders} filled in.
 * For a {count} of 1 the text of "group.key_one" is used, if there is one.
 */
export function t(path, places = {}) {
  const [group, key] = path.split(".");
  const singular = String(places.count) === "1" ? groups[group]?.[`${key}_one`] : undefined;
  const words = singular ?? groups[group]?.[key];
  if (words === undefined) throw new Error(`no such text: ${path}`);
  return words.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

/** Return the text for an error id of the server, or undefined. */
export const errorWords = (id) => groups.error?.[id];

/** Return a number in the notation of the language, with at most `decimals` decimals. */
export function number(value, decimals = 0) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value);
}

/** Return a share of 0 to 1 as a percentage. */
export const percent = (share) => `${number(100 * share)} %`;

/** Return seconds as minutes and seconds: 1:05. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Return the day of an ISO time: "today", "yesterday" or the date. */
export function day(iso) {
  const date = new Date(iso);
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86_400_000);
  if (days === 0) return t("time.today");
  if (days === 1) return t("time.yesterday");
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return written(date, { weekday: "long", day: "numeric", month: "long", year });
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/** Return the time of day of an ISO time: 10:05. */
export const timeOfDay = (iso) => written(new Date(iso), { hour: "2-digit", minute: "2-digit" });

/** Return a day in full: "maandag 3 november". In: YYYY-MM-DD, a day without a time zone. */
export const longDay = (day) =>
  written(noon(day), { weekday: "long", day: "numeric", month: "long" });

/** Return the short name of the day of the week: "ma". */
export const weekDay = (day) => written(noon(day), { weekday: "short" });

/** Return a month in full: "november 2026". In: YYYY-MM. */
export const monthName = (month) =>
  written(noon(`${month}-01`), { month: "long", year: "numeric" });

// At noon no time zone and no change of the clock leads to another day.
const noon = (day) => new Date(`${day}T12:00`);

/** Return a day for the label of an axis: 3 nov. */
export const shortDay = (iso) => written(new Date(iso), { day: "numeric", month: "short" });

function written(date, parts) {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "nl-NL", parts).format(date);
}

/** Return a duration in words: "40 seconden", "3 minuten". */
export function duration(seconds) {
  if (seconds < 90) return t("time.seconds", { count: number(seconds) });
  return t("time.minutes", { count: number(seconds / 60) });
}

/** Return a size in bytes as text: 12 MB. */
export function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${number(value, value < 10 && step > 0 ? 1 : 0)} ${units[step]}`;
}
