// A plan in words. In: values of a plan. Out: text in the page's language.

import { chosenLanguage, number, t } from "../shared/texts.js";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
// Any week will do: 5 January 2026 is a Monday.
const MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** Return a text of a plan, which is plain or has both languages. */
export function inLanguage(text) {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  return text[chosenLanguage()] ?? Object.values(text)[0] ?? "";
}

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

/** Return the dose of a step: "2 × 10 keer", "30 seconden, alleen links". */
export function doseInWords(step, exercise) {
  const { repetitions, hold_s: hold, times = 1 } = step.dose;
  const amount = hold === undefined
    ? t("plan.repetitions_of", { count: number(repetitions) })
    : t("time.seconds", { count: number(hold, 1) });
  const often = (step.sets ?? 1) * times;
  return [
    often > 1 ? `${number(often)} × ${amount}` : amount,
    sideInWords(step, exercise),
  ].filter(Boolean).join(", ");
}

function sideInWords(step, exercise) {
  if (step.side === "left") return t("plan.side_left").toLowerCase();
  if (step.side === "right") return t("plan.side_right").toLowerCase();
  return exercise.sides ? t("plan.side_each").toLowerCase() : null;
}

/** Return how a step is done, if the plan says so: ["heen 3 s", "mild"]. */
export function wayInWords({ tempo, strictness }) {
  const [out, back] = [tempo?.out_s, tempo?.return_s];
  return [
    out !== undefined && t("plan.out_in", { seconds: number(out, 1) }),
    back !== undefined && t("plan.back_in", { seconds: number(back, 1) }),
    strictness && { gentle: t("plan.strict_gentle"), normal: t("plan.strict_normal"),
      strict: t("plan.strict_strict") }[strictness].toLowerCase(),
  ].filter(Boolean);
}

/** Return the number of words of a spoken line. */
export const wordCount = (text) => text.trim().split(/\s+/).filter(Boolean).length;

/** Return a name for a file, made of a title, that none of `taken` has. */
export function freshName(title, taken) {
  const plain = title.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const parts = plain.split(/[^a-z0-9]+/).filter(Boolean).join("-").replace(/^[\d-]+/, "");
  // A name has at most 60 letters; some stay free for the number.
  const base = parts.slice(0, 50).replace(/-+$/, "") || "plan";
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!taken.includes(name)) return name;
  }
}
