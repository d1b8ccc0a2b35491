// Whether this computer is ready: what was found, and what to do about it.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { mark, shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { announce, button, linkButton, troubleNotice } from "../shared/widgets.js";

const WORST_FIRST = ["stop", "mind", "fine"];

export async function open({ signal }) {
  const title = t("doctor.title");
  const place = h("div", {});
  // It takes seconds, so the page is there before the answer.
  look(place, signal);
  return { title, content: [h("h1", {}, title), place] };
}

async function look(place, signal) {
  replace(place, h("p", { class: "loading", role: "status" }, t("doctor.looking")));
  try {
    const answer = await get("/api/doctor", signal);
    if (signal.aborted) return;
    replace(place, ...found(answer, () => look(place, signal)));
    announce(answer.headline);
  } catch (error) {
    if (!signal.aborted) replace(place, troubleNotice(error, () => look(place, signal)));
  }
}

function found({ headline, left_out: leftOut, findings }, again) {
  const sorted = [...findings].sort(
    (one, other) => WORST_FIRST.indexOf(one.health) - WORST_FIRST.indexOf(other.health));
  return [
    h("p", { class: "lead", "data-test": "headline" }, headline),
    leftOut && h("p", { class: "quiet" }, t("doctor.left_out")),
    h("ul", { class: "findings card" }, sorted.map(row)),
    h("p", { class: "quiet" }, t("doctor.in_browser")),
    h("div", { class: "actions" },
      button(t("doctor.again"), again, { icon: "again", test: "again" }),
      linkButton(address("settings"), t("doctor.settings"))),
  ];
}

function row({ topic, health, title, words, remedy }) {
  return h("li", { "data-test": "finding", "data-topic": topic, "data-health": health },
    iconOf(health),
    h("div", {},
      h("h2", {}, title, h("span", { class: "unseen" }, ` (${healthWords(health)})`)),
      h("p", {}, words),
      remedy && h("p", { class: "remedy" }, h("strong", {}, t("doctor.do")), " ", remedy)));
}

function iconOf(health) {
  if (health === "fine") return mark(true);
  return shape(health === "stop" ? "cross" : "triangle");
}

function healthWords(health) {
  if (health === "fine") return t("doctor.fine");
  return health === "stop" ? t("doctor.stop") : t("doctor.mind");
}
