// How the person felt around a workout. In: one of its sessions. Out: a section to read and change.

import { get, post, put, remove } from "./api.js";
import { freshId, h, replace } from "./dom.js";
import { settings } from "./state.js";
import { t } from "./texts.js";
import { announce, ask, button, troubleNotice } from "./widgets.js";

const SCALE = Array.from({ length: 11 }, (_, number) => number);
const EFFORTS = ["light", "right", "heavy"];
const MOST_REMARK = 500;

/**
 * Return the section of a session, which fetches and keeps by itself.
 * @param {number} session is one session of the workout.
 */
export async function wellbeingSection(session, signal) {
  let found;
  try {
    found = await get(`/api/wellbeing?session=${session}`, signal);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return troubleNotice(error);
  }
  if (found.answers.length === 0 && !settings().questions) return null;
  const id = freshId("felt");
  const place = h("div", {});
  const section = h("section", { class: "card felt", "aria-labelledby": id, "data-test": "felt" },
    h("h2", { id }, t("pain.title")), place);
  const draw = (said) => replace(place, content(session, said, draw));
  draw(found);
  return section;
}

function content(session, said, draw) {
  const of = (moment) => said.answers.findLast((each) => each.moment === moment) ?? null;
  const news = h("div", {});
  return [
    said.advice && h("p", { class: "advice", "data-zone": said.advice.zone, "data-test": "advice" },
      said.advice.text),
    earlier(of("before"), of("during")),
    form(session, of("after"), draw),
    said.answers.length > 0 && h("p", {}, button(t("pain.delete"),
      () => drop(session, said.answers, draw, news),
      { icon: "bin", look: "careful", test: "drop-felt" })),
    news,
  ];
}

/** Return what was said before the end, which is not changed here. */
function earlier(before, during) {
  const lines = [];
  if (before !== null && before.pain !== null) {
    lines.push(t("pain.was_before", { pain: before.pain }));
  }
  if (during !== null) {
    lines.push(during.pain === null ? t("pain.was_hurt")
      : t("pain.was_during", { pain: during.pain }));
  }
  return lines.length > 0 && h("ul", { class: "plain" }, lines.map((each) => h("li", {}, each)));
}

function form(session, kept, draw) {
  const news = h("div", {});
  const pain = choices(t("pain.after"), SCALE.map((each) => [each, String(each)]),
    kept?.pain ?? null, "scale");
  const effort = choices(t("pain.effort"),
    EFFORTS.map((each) => [each, effortWords(each)]), kept?.effort ?? null, "efforts");
  const id = freshId("remark");
  const remark = h("textarea", { id, rows: 2, maxlength: MOST_REMARK, value: kept?.remark ?? "",
    "data-test": "remark" });
  const save = async (event) => {
    event.preventDefault();
    const told = { moment: "after", pain: pain.chosen(), effort: effort.chosen(),
      remark: remark.value, session };
    try {
      const said = kept === null ? await post("/api/wellbeing", told)
        : await put(`/api/wellbeing/${kept.id}`, told);
      draw(said);
      announce([t("settings.saved"), said.advice?.text ?? ""].join(" "));
    } catch (error) {
      replace(news, troubleNotice(error));
    }
  };
  return h("form", { onsubmit: save }, pain.element, scaleEnds(), effort.element,
    h("p", {}, h("label", { for: id }, t("pain.remark"))), remark, news,
    h("div", { class: "actions" },
      h("button", { type: "submit", "data-test": "save-felt" }, t("pain.save"))));
}

/** Return a question about pain from 0 to 10, and what is chosen: null if nothing is. */
export function painScale(words) {
  const scale = choices(words, SCALE.map((each) => [each, String(each)]), null, "scale");
  return { element: h("div", {}, scale.element, scaleEnds()), chosen: scale.chosen };
}

function scaleEnds() {
  return h("p", { class: "scale-ends quiet" },
    h("span", {}, t("pain.none")), h("span", {}, t("pain.worst")));
}

function effortWords(effort) {
  if (effort === "light") return t("pain.light");
  return effort === "right" ? t("pain.right") : t("pain.heavy");
}

/** Return radio buttons in a row, and what is chosen: null if nothing is. */
function choices(words, options, chosen, look) {
  const name = freshId(look);
  const inputs = options.map(([value]) =>
    h("input", { type: "radio", name, value, checked: value === chosen,
      "data-test": `${look}-${value}` }));
  const element = h("fieldset", { class: look }, h("legend", {}, words),
    h("div", { class: "options" }, options.map(([, label], number) =>
      h("label", { class: "option" }, inputs[number], h("span", {}, label)))));
  const value = () => {
    const number = inputs.findIndex((each) => each.checked);
    return number === -1 ? null : options[number][0];
  };
  return { element, chosen: value };
}

async function drop(session, answers, draw, news) {
  const sure = await ask({
    title: t("pain.delete_sure"), words: t("pain.delete_words"), yes: t("pain.delete_yes"),
  });
  if (!sure) return;
  try {
    for (const each of answers) await remove(`/api/wellbeing/${each.id}`);
    draw(await get(`/api/wellbeing?session=${session}`));
    announce(t("pain.deleted"));
  } catch (error) {
    replace(news, troubleNotice(error));
  }
}
