// The events of a session, in order of time. In: a review. Out: rows with texts and states.

import { number, t } from "../shared/texts.js";

/**
 * Return repetitions, attempts and holds as
 * {start, end, label, state: "good" | "mind" | "attempt" | "perhaps", words}.
 */
export function movements({ session, names }) {
  const faultWords = (ids) => ids.map((id) => names.faults[id] ?? id).join(", ");
  const why = (reason) => names.faults[reason] ?? names.reasons[reason] ?? reason;
  const rows = [
    ...session.repetitions.map((each, index) => ({
      ...span(each, "repetition", index),
      label: String(each.number),
      state: each.good ? "good" : "mind",
      words: t("review.repetition", { number: each.number }),
      more: each.good ? t("review.good") : faultWords(each.faults),
    })),
    ...session.attempts.map((each, index) => ({
      ...span(each, "attempt", index),
      label: each.doubtful ? "?" : "×",
      state: each.doubtful ? "perhaps" : "attempt",
      words: t("review.attempt"),
      more: each.doubtful
        ? t("review.perhaps", { what: why(each.reason) })
        : t("review.not_counted", { why: why(each.reason) }),
    })),
    ...session.holds.map((each, index) => ({
      ...span(each, "hold", index),
      label: String(each.number),
      state: each.complete && each.faults.length === 0 ? "good" : "mind",
      words: t("review.hold", { number: each.number, seconds: number(each.in_zone_s) }),
      more: [each.complete ? t("review.complete") : t("review.too_short"), faultWords(each.faults)]
        .filter(Boolean)
        .join(", "),
    })),
  ];
  return rows.sort(byStart);
}

/** Return the faults as {start, end, state: "fault" | "perhaps", words}. */
export function faults({ session, names }) {
  return session.faults
    .map((each, index) => {
      const words = names.faults[each.id] ?? each.id;
      const common = span(each, "fault", index);
      return each.doubtful
        ? { ...common, state: "perhaps", words: t("review.perhaps", { what: words }) }
        : { ...common, state: "fault", words };
    })
    .sort(byStart);
}

/** Return when and on which side it was, and which event of the session it is. */
function span(each, what, index) {
  const { side, start_s, end_s, id } = each;
  const event = { what, index, side, start_s, end_s, id };
  return { start: start_s, end: end_s, side: sideWord(side), event };
}

function sideWord(side) {
  if (side === "left") return t("side.left");
  return side === "right" ? t("side.right") : "";
}

const byStart = (one, other) => one.start - other.start;

/** Return round times in seconds for the labels of an axis, about `most` of them. */
export function ticks(duration, most = 8) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800];
  const step = steps.find((each) => duration / each <= most) ?? steps.at(-1);
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => index * step);
}
