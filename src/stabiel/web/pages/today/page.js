// Today: the programme, the current position in it, and the button to start.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { noteRow } from "../shared/note-row.js";
import { plainName } from "../shared/plain-names.js";
import { movingSample } from "../shared/sample.js";
import { mark, nextMark } from "../shared/shapes.js";
import { loadStart, state } from "../shared/state.js";
import { suggestionCard } from "../shared/suggestion.js";
import { day, number, t } from "../shared/texts.js";
import { weekStrip } from "../shared/week-strip.js";
import { empty, linkButton } from "../shared/widgets.js";

export async function open({ signal }) {
  const [today, week] = await Promise.all([
    get("/api/today", signal), get("/api/days/week", signal), loadStart(),
  ]);
  const title = t("today.title");
  if (today.exercises.length === 0) {
    const way = linkButton(address("exercises"), t("menu.exercises"), { main: true });
    const nothing = empty(t("today.none"), t("today.none_words"), way);
    return { title, content: [h("h1", {}, title), nothing] };
  }
  return {
    title,
    content: [
      h("h1", {}, title),
      runningNotice(),
      weekStrip(week),
      begin(today),
      today.suggestions.map((each) => suggestionCard(each)),
      byHand(today),
      programme(today),
    ],
  };
}

function runningNotice() {
  if (state.start.running === null) return null;
  return h("div", { class: "notice", role: "status", "data-test": "running" },
    h("p", {}, t("today.running")),
    linkButton(address("train", "", { join: 1 }), t("today.go_on"), { main: true }));
}

function begin(today) {
  const next = today.exercises.find((each) => each.state === "next");
  const heading = next === undefined ? t("today.all_done") : next.name;
  const shown = next ?? today.exercises[0];
  return h("section", { class: "begin", "aria-labelledby": "begin" },
    h("div", { class: "begin-words" },
      h("p", { class: "quiet" }, where(today, next)),
      h("h2", { id: "begin" }, heading),
      h("p", { class: "lead" }, next === undefined ? t("today.all_done_words") : next.dose),
      h("div", { class: "actions" },
        linkButton(address("train"), startWords(today, next),
          { main: true, icon: "play", test: "start" }),
        next && linkButton(address("exercise", next.id), t("today.look_first")),
        linkButton(address("by-hand", next?.id ?? ""), t("by_hand.button"), { test: "by-hand" })),
      today.last && h("p", { class: "quiet" }, t("today.last", { day: day(today.last) }))),
    movingSample(shown.id, shown.name));
}

function where(today, next) {
  const parts = [t("today.programme", { name: today.programme.name })];
  if (next !== undefined) {
    const index = today.exercises.indexOf(next) + 1;
    parts.push(t("today.place", { number: index, all: today.exercises.length }));
  }
  parts.push(t("today.minutes", { count: number(today.minutes) }));
  return parts.join(" · ");
}

function startWords(today, next) {
  if (next === undefined) return t("today.once_more");
  return today.exercises[0] === next ? t("today.start") : t("today.go_on");
}

function byHand(today) {
  if (today.by_hand.length === 0) return null;
  return h("section", { "aria-labelledby": "by-hand" },
    h("h2", { id: "by-hand" }, t("by_hand.today")),
    h("ul", { class: "rows" }, today.by_hand.map((each) => noteRow(each))));
}

function programme(today) {
  return h("section", { "aria-labelledby": "programme" },
    h("div", { class: "title-row" },
      h("h2", { id: "programme" }, t("today.whole")),
      h("a", { href: address("plan"), "data-test": "my-plan" }, t("today.change_plan"))),
    h("ol", { class: "steps", "data-test": "steps" }, today.exercises.map(step)));
}

function step(exercise) {
  const words = {
    done: t("today.done"),
    skipped: t("today.skipped"),
    next: t("today.next"),
    later: t("today.later"),
  };
  const drawing = exercise.state === "next" ? nextMark() : mark(exercise.state === "done");
  const href = address("exercise", exercise.id, { step: exercise.first_step });
  return h("li", { class: `step ${exercise.state}` },
    h("a", { href },
      drawing,
      h("span", { class: "step-words" },
        h("span", { class: "name" }, exercise.name),
        plainName(exercise.id),
        h("span", { class: "quiet" }, exercise.dose)),
      h("span", { class: "step-state quiet" }, words[exercise.state])));
}
