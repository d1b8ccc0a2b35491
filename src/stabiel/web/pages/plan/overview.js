// All plans. In: the server's list. Out: cards to choose, change, hand over and delete a plan.

import { address } from "../shared/addresses.js";
import { post, remove } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { strip } from "../shared/pictures.js";
import { scene } from "../shared/scenes.js";
import { mark, shape } from "../shared/shapes.js";
import { number, t } from "../shared/texts.js";
import { announce, ask, button, linkButton, troubleNotice } from "../shared/widgets.js";
import { handOver } from "./editor.js";
import { mistakeList } from "./mistakes.js";
import { daysInWords, inLanguage } from "./words.js";

/** Return the list of plans, the chosen one first; `again` shows the page again. */
export function overview(plans, again) {
  const sorted = [...plans].sort((one, other) => Number(other.chosen) - Number(one.chosen));
  const first = sorted.every((plan) => !plan.own)
    && h("div", { class: "none-yet" }, scene("plan"), h("p", {}, t("plan.none")));
  return [first, h("ul", { class: "plain plans", "data-test": "plans" },
    sorted.map((plan) => card(plan, again)))];
}

const countOf = (steps) => (Array.isArray(steps) ? steps.length : steps);

/** Return what a plan comes to: its days, minutes and steps. */
export function inShort({ days, minutes, steps }) {
  return [
    daysInWords(days),
    t("plan.minutes", { count: number(minutes) }),
    t("plan.count", { count: number(countOf(steps)) }),
  ].join(" · ");
}

function card(plan, again) {
  const title = inLanguage(plan.title);
  const path = `/api/plans/${encodeURIComponent(plan.id)}`;
  const news = h("div", {});
  const attempt = (work, words) => async () => {
    try {
      if (await work()) {
        announce(words);
        await again();
      }
    } catch (error) {
      replace(news, troubleNotice(error));
    }
  };
  const choose = attempt(async () => {
    await post(`${path}/choose`);
    return true;
  }, t("plan.chosen_now", { name: title }));
  const erase = attempt(async () => {
    const sure = await ask({
      title: t("plan.delete_sure", { name: title }),
      words: t("plan.delete_words"),
      yes: t("plan.delete"),
    });
    if (sure) await remove(path);
    return sure;
  }, t("plan.deleted", { name: title }));
  const eraser = plan.own && button(t("plan.delete"), erase, { icon: "bin", test: "delete-plan" });
  if (plan.errors.length > 0) {
    return h("li", { class: "card plan", "data-test": "plan" }, h("h2", {}, title),
      h("div", { class: "notice mind" }, shape("triangle"),
        h("div", {}, h("p", {}, t("plan.damaged", { file: `${plan.id}.yaml` })),
          mistakeList(plan.errors))),
      news,
      h("div", { class: "actions" }, eraser));
  }
  return h("li", { class: plan.chosen ? "card plan chosen" : "card plan", "data-test": "plan",
    "data-plan": plan.id },
  h("h2", {}, title),
  plan.chosen && h("p", { class: "chosen-words" }, mark(true), " ", t("plan.is_chosen")),
  h("p", { class: "quiet" }, inShort(plan), !plan.own && [" · ", t("plan.shipped")]),
  plan.pictured.length > 0 && strip(plan.pictured),
  news,
  h("div", { class: "actions" },
    plan.chosen
      ? linkButton(address("today"), t("plan.to_today"), { main: true })
      : button(t("plan.choose_plan"), choose, { look: "main", test: "choose-plan" }),
    plan.own && linkButton(address("plan", plan.id), t("plan.change"), { test: "change-plan" }),
    handOver(plan.id),
    eraser));
}
