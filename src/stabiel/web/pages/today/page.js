// Today: the programme, the current position in it, and the button to start.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { handoverButton } from "../shared/handover.js";
import { damagedNote, noteRow } from "../shared/note-row.js";
import { phases } from "../shared/pictures.js";
import { plainName } from "../shared/plain-names.js";
import { movingSample } from "../shared/sample.js";
import { mark, nextMark, shape } from "../shared/shapes.js";
import { shortSession } from "../shared/short-session.js";
import { loadStart, state } from "../shared/state.js";
import { suggestionCard } from "../shared/suggestion.js";
import { day, number, t } from "../shared/texts.js";
import { weekStrip } from "../shared/week-strip.js";
import { empty, linkButton } from "../shared/widgets.js";

export async function open({ signal }) {
  const [today, week, { short }, damaged] = await Promise.all([
    get("/api/today", signal), get("/api/days/week", signal), get("/api/welcome", signal),
    get("/api/by-hand/damaged", signal), loadStart(),
  ]);
  const title = t("today.title");
  if (today.exercises.length === 0) {
    const way = linkButton(address("exercises"), t("menu.exercises"), { main: true });
    const nothing = empty(t("today.none"), t("today.none_words"), way, "plan");
    return { title, content: [h("h1", {}, title), nothing] };
  }
  return {
    title,
    content: [
      h("h1", {}, title),
      runningNotice(),
      weekStrip(week),
      planTrouble(today),
      begin(today, short),
      whenToStop(today),
      today.suggestions.map((each) => suggestionCard(each)),
      damaged.map(damagedNote),
      byHand(today),
      programme(today),
      today.last && handoverButton(),
    ],
  };
}

function runningNotice() {
  if (state.start.running === null) return null;
  return h("div", { class: "notice", role: "status", "data-test": "running" },
    h("p", {}, t("today.running")),
    linkButton(address("train", "", { join: 1 }), t("today.go_on"), { main: true }));
}

/** Return the notice of a chosen plan whose file cannot be read. */
function planTrouble({ trouble }) {
  if (trouble === null) return null;
  return h("div", { class: "notice mind", role: "alert", "data-test": "plan-trouble" },
    shape("triangle"),
    h("div", {}, h("p", {}, t("today.trouble")), h("p", { class: "quiet" }, trouble),
      h("p", {}, h("a", { href: address("plan") }, t("today.see_plans")))));
}

function whenToStop({ stop }) {
  if (stop === null) return null;
  return h("section", { class: "notice mind", "aria-labelledby": "stop", "data-test": "stop" },
    shape("triangle"),
    h("div", {}, h("h2", { id: "stop", class: "small" }, t("today.stop")),
      h("p", { class: "lines" }, stop)));
}

function begin(today, short) {
  const next = today.exercises.find((each) => each.state === "next");
  const heading = next === undefined ? t("today.all_done") : next.name;
  const shown = next ?? today.exercises[0];
  return h("section", { class: "begin", "aria-labelledby": "begin" },
    h("div", { class: "begin-words" },
      h("p", { class: "quiet" }, where(today, next)),
      !today.due && h("p", { "data-test": "not-due" }, t("today.not_due")),
      h("h2", { id: "begin" }, heading),
      h("p", { class: "lead" }, next === undefined ? overWords(today) : doseOf(next)),
      next?.remark && h("p", { class: "remark" }, next.remark),
      h("div", { class: "actions" },
        linkButton(address("train"), startWords(today, next, short),
          { main: true, icon: "play", test: "start" }),
        short && shortSession(short),
        linkButton(address("train", "", { free: 1 }), t("today.free"), { test: "free" }),
        next && linkButton(address("exercise", next.id), t("today.look_first")),
        linkButton(address("by-hand", next?.id ?? ""), t("by_hand.button"), { test: "by-hand" }),
        linkButton(address("tv"), t("tv.title"), { icon: "screen", test: "tv" })),
      today.last && h("p", { class: "quiet" }, t("today.last", { day: day(today.last) }))),
    movingSample(shown.id, shown.name));
}

function where(today, next) {
  const parts = [today.programme.name];
  if (next !== undefined) {
    const index = today.exercises.indexOf(next) + 1;
    parts.push(t("today.place", { number: index, all: today.exercises.length }));
  }
  parts.push(t("today.minutes", { count: number(today.minutes) }));
  const times = today.times_a_day;
  if (times > 1) parts.push(t("today.times_a_day", { count: number(times) }));
  return parts.join(" · ");
}

/** Return the words for a day that is over: praise is for what was done. */
function overWords({ exercises }) {
  const done = exercises.some((each) => each.state === "done");
  return done ? t("today.all_done_words") : t("today.all_skipped");
}

function startWords(today, next, short) {
  if (next === undefined) return t("today.once_more");
  if (today.exercises[0] !== next) return t("today.go_on");
  return short === null ? t("today.start") : t("today.whole_session");
}

function byHand(today) {
  if (today.by_hand.length === 0) return null;
  return h("section", { "aria-labelledby": "by-hand" },
    h("h2", { id: "by-hand" }, t("by_hand.today")),
    h("ul", { class: "rows" }, today.by_hand.map((each) => noteRow(each))));
}

/** Return how much, and how: "10 keer · terug 4 seconden". */
const doseOf = ({ dose, way }) => [dose, way].filter(Boolean).join(" · ");

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
    later: t("today.short_minutes", { count: number(exercise.minutes) }),
  };
  const drawing = exercise.state === "next" ? nextMark() : mark(exercise.state === "done");
  const href = address("exercise", exercise.id, { step: exercise.first_step });
  return h("li", { class: `step ${exercise.state}` },
    h("a", { href },
      drawing,
      phases(exercise, "thumb"),
      h("span", { class: "step-words" },
        h("span", { class: "name" }, exercise.name),
        plainName(exercise.id),
        h("span", { class: "quiet" }, doseOf(exercise)),
        exercise.remark && h("span", { class: "remark" }, exercise.remark)),
      h("span", { class: "step-state quiet" }, words[exercise.state])));
}
