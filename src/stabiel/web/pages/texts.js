// The page's words, numbers and times. In: keys and values. Out: text in the chosen language.

let groups = {};
let language = "nl";

/** Fetch all words; without a language those of the setting. */
export async function loadTexts(wanted) {
  const query = wanted ? `?lang=${encodeURIComponent(wanted)}` : "";
  const answer = await fetch(`/api/texts${query}`);
  if (!answer.ok) throw new Error(`texts: ${answer.status}`);
  groups = await answer.json();
  language = groups.app.language;
  document.documentElement.lang = language;
}

/** Return the language of the words: "nl" or "en". */
export const chosenLanguage = () => language;

/** Return the words of "group.key", singular for a {count} of 1, with its {places} filled in. */
export function t(path, places = {}) {
  const [group, key] = path.split(".");
  const singular = String(places.count) === "1" ? groups[group]?.[`${key}_one`] : undefined;
  const words = singular ?? groups[group]?.[key];
  if (words === undefined) throw new Error(`no such words: ${path}`);
  return words.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

/** Return the words for an error of the server, undefined where there are none. */
export const errorWords = (id) => groups.error?.[id];

/** Return a number as it is written here, with at most so many decimals. */
export function number(value, decimals = 0) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value);
}

/** Return how many decimals a measure is worth: angles none, lengths of the body two. */
export const decimalsOf = (value) => (Math.abs(value) < 5 ? 2 : 0);

/** Return a share of 0 to 1 in per cent. */
export const percent = (share) => `${number(100 * share)} %`;

/** Return seconds as minutes and seconds: 1:05. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Return the day of an ISO time: today, yesterday, or its date. */
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

/** Return a day as it stands at an axis: 3 nov. */
export const shortDay = (iso) => written(new Date(iso), { day: "numeric", month: "short" });

function written(date, parts) {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "nl-NL", parts).format(date);
}

/** Return how long something took: "40 seconden", "3 minuten". */
export function duration(seconds) {
  if (seconds < 90) return t("time.seconds", { count: number(seconds) });
  return t("time.minutes", { count: number(seconds / 60) });
}

/** Return the size of something kept: 12 MB. */
export function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${number(value, value < 10 && step > 0 ? 1 : 0)} ${units[step]}`;
}
