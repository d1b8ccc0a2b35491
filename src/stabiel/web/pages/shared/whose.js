// "Is this you?" In: an analyzed video. Out: the question, and what follows from its answer.

import { put } from "./api.js";
import { h, replace } from "./dom.js";
import { t } from "./texts.js";
import { announce, button, troubleNotice } from "./widgets.js";

/** Return the question for a video, or its answer with a way to change it. */
export function whoseVideo({ id, of_person: answer = null }, label = null) {
  const place = h("div", { class: "whose", "data-test": "whose" });
  draw(place, id, answer, label);
  return place;
}

function draw(place, id, answer, label) {
  const reply = (mine) => async () => {
    try {
      await put(`/api/sessions/${id}/person`, { mine });
    } catch (error) {
      place.append(troubleNotice(error));
      return;
    }
    draw(place, id, mine, label);
    place.querySelector("button").focus();
    announce(wordsOf(mine));
  };
  replace(place,
    label !== null && h("span", { class: "name" }, label),
    h("span", {}, wordsOf(answer)),
    h("span", { class: "actions" }, answer === null
      ? [
        button(t("whose.is_me"), reply(true), { test: "mine" }),
        button(t("whose.not_me"), reply(false), { test: "not-mine" }),
      ]
      : button(t("whose.change"), reply(null), { test: "change-whose" })));
}

function wordsOf(answer) {
  if (answer === null) return t("whose.question");
  return answer ? t("whose.counts") : t("whose.left_out");
}
