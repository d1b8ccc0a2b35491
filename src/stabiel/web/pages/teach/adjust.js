// Another part of a demonstration, or another number. In: what was said. Out: what is said now.

import { h, replace } from "../shared/dom.js";
import { t } from "../shared/texts.js";
import { button } from "../shared/widgets.js";

/**
 * Return the form that learns again from a part of the recording.
 * @param {object} about what was said so far: hold, repetitions, from_s, until_s.
 * @param film the player; its place can be taken as begin or end.
 * @param {(about: object) => void} onAgain receives what is said now.
 */
export function adjust({ about, film, open, onAgain }) {
  const { hold } = about;
  const count = number("teach-count-again", about.repetitions ?? "", { min: 2, max: 100 });
  const from = number("teach-part-from", about.from_s ?? "", { min: 0, step: 0.1 });
  const until = number("teach-part-until", about.until_s ?? "", { min: 0, step: 0.1 });
  const news = h("div", {});
  const again = () => {
    const begins = from.value === "" ? 0 : Number(from.value);
    const ends = until.value === "" ? null : Number(until.value);
    if (ends !== null && ends <= begins) {
      replace(news, h("p", { class: "notice mind", role: "alert" }, t("teach.part_order")));
      until.focus();
      return;
    }
    replace(news);
    onAgain({
      hold,
      repetitions: count.value === "" ? null : Number(count.value),
      ...(begins > 0 && { from_s: begins }),
      ...(ends !== null && { until_s: ends }),
    });
  };
  // What the film shows now, so that nobody has to read its seconds.
  const here = (field, words, test) => film.playable && button(words,
    () => (field.value = film.place().toFixed(1)), { test });
  return h("details", { class: "teach-adjust", open, "data-test": "teach-adjust" },
    h("summary", {}, t("teach.adjust")),
    h("p", {}, t(film.playable ? "teach.adjust_film" : "teach.adjust_seconds")),
    h("div", { class: "teach-part" },
      h("label", { for: from.id }, t("teach.from")), from,
      here(from, t("teach.begin_here"), "teach-begin-here")),
    h("div", { class: "teach-part" },
      h("label", { for: until.id }, t("teach.until")), until,
      here(until, t("teach.end_here"), "teach-end-here")),
    !hold && h("div", { class: "teach-part" },
      h("label", { for: count.id }, t("teach.count")), count),
    news,
    h("div", { class: "actions" },
      button(t("teach.learn_again"), again, { test: "teach-learn-again" })));
}

function number(id, value, limits) {
  return h("input", { type: "number", id, value, class: "teach-number", "data-test": id,
    ...limits });
}
