// The review of one session: the picture, the events, and the measure over time.

import { address, go } from "../shared/addresses.js";
import { get, mine, remove } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { clock, day, number, t, timeOfDay } from "../shared/texts.js";
import { wellbeingSection } from "../shared/wellbeing.js";
import { whoseVideo } from "../shared/whose.js";
import { announce, ask, button, linkButton, troubleNotice } from "../shared/widgets.js";
import { Corrections } from "./corrections.js";
import { curveLane, readout } from "./curve.js";
import { faults, movements } from "./events.js";
import { controls, stage } from "./stage.js";
import { eventList, faultLane, movementLane, slider, track } from "./timeline.js";

// Start a moment before an event, to see it come.
const BEFORE_S = 0.5;

export async function open({ about, signal }) {
  const path = `/api/sessions/${encodeURIComponent(about)}`;
  const [review, frames, found, exercises] = await Promise.all([
    get(path, signal),
    get(`${path}/frames`, signal),
    get(`${path}/corrections`, signal),
    get("/api/exercises", signal),
  ]);
  const felt = await wellbeingSection(review.id, signal);
  const { player, picture, shown } = stage(review, frames, mine(`${path}/video`));
  signal.addEventListener("abort", () => player.stop());
  const said = new Corrections({ review, found, exercises, player, path });
  const jump = (time) => {
    player.go(time - BEFORE_S);
    player.play();
    picture.scrollIntoView({ block: "nearest" });
  };
  return {
    title: t("review.title", { exercise: review.exercise.name }),
    shown,
    content: [
      h("p", { class: "quiet" }, when(review)),
      h("h1", {}, review.headline),
      review.is_video && whoseVideo(review),
      review.of_search && h("p", {}, linkButton(address("analyze", `session-${review.id}`),
        t("found.whole"), { test: "whole-video" })),
      h("div", { class: "review" },
        h("div", { class: "review-left" },
          picture, slider(player), controls(player, picture, review)),
        h("div", { class: "review-right" }, points(review, jump), happened(review, jump, said))),
      said.element,
      inTime(review, player),
      timeSpent(review),
      notJudged(review),
      spoken(review, jump),
      felt,
      ways(review, path),
    ],
  };
}

function when(review) {
  const { kind, name } = review.session.source;
  const parts = [review.exercise.name, day(review.began_at), timeOfDay(review.began_at)];
  if (kind === "file") parts.push(name);
  return parts.join(" · ");
}

function points(review, jump) {
  // If nothing counted, "nothing to work on" would be no praise: the first line says why.
  if (review.points.length === 0 && !review.counted) return null;
  return h("section", { "aria-labelledby": "points" },
    h("h2", { id: "points" }, t("review.points")),
    review.points.length === 0
      ? h("p", {}, t("review.no_points"))
      : h("ul", { class: "points", "data-test": "points" }, review.points.map((each) => h("li", {},
        shape("triangle"),
        h("span", {}, each.text),
        each.time_s !== null && button(t("review.see", { time: clock(each.time_s) }),
          () => jump(each.time_s), { icon: "play" })))));
}

function happened(review, jump, said) {
  return h("section", { "aria-labelledby": "happened" },
    h("h2", { id: "happened" }, t("review.happened")),
    eventList(movements(review), faults(review), jump, (row) => said.beside(row)));
}

function inTime(review, player) {
  const { curve } = review;
  const rows = movements(review);
  const lane = curveLane(curve, player.duration);
  return h("section", { "aria-labelledby": "in-time" },
    h("h2", { id: "in-time" }, t("review.in_time")),
    lane !== null && readout(curve, player),
    track(player, t("review.click"),
      lane,
      movementLane(rows, player.duration),
      faultLane(faults(review), player.duration)),
    rows.length > 0 && h("p", { class: "quiet" }, t("review.legend")),
    lane !== null
      && linkButton(address("limit", review.id), t("review.limit"), { test: "move-limit" }));
}

function timeSpent(review) {
  if (review.time.length === 0) return null;
  return h("section", { "aria-labelledby": "time-spent" },
    h("h2", { id: "time-spent" }, t("review.time_spent")),
    h("ul", { class: "time-spent", "data-test": "time-spent" }, review.time.map((each) =>
      h("li", {},
        h("span", { class: "time" }, t("review.seconds", { seconds: each.seconds })), " ",
        h("span", {}, each.text)))));
}

function notJudged(review) {
  return h("section", { "aria-labelledby": "not-judged" },
    h("h2", { id: "not-judged" }, t("review.not_judged")),
    review.not_judged.length === 0
      ? h("p", {}, t("review.all_judged"))
      : h("ul", {}, review.not_judged.map((each) => h("li", {},
        t("review.not_judged_for", { what: each.text, seconds: number(each.seconds) })))));
}

function spoken(review, jump) {
  if (review.spoken.length === 0) return null;
  return h("details", {},
    h("summary", {}, t("review.spoken")),
    h("ol", { class: "events" }, review.spoken.map(([time, words]) =>
      h("li", {}, h("button", { type: "button", class: "event", onclick: () => jump(time) },
        h("span", { class: "time" }, clock(time)), h("span", {}, words))))));
}

function ways(review, path) {
  const place = h("section", { "aria-label": t("review.keep"), class: "card" });
  const drop = async () => {
    const sure = await ask({
      title: t("review.delete_sure"),
      words: t("review.delete_words"),
      yes: t("review.delete_yes"),
    });
    if (!sure) return;
    try {
      await remove(path);
    } catch (error) {
      place.append(troubleNotice(error));
      return;
    }
    announce(t("review.deleted"));
    go("sessions");
  };
  place.append(h("div", { class: "actions" },
    linkButton(mine(`${path}/report.html`), t("review.report_page"),
      { icon: "down", test: "report-html" }),
    linkButton(mine(`${path}/report.pdf`), t("review.report_paper"),
      { icon: "down", test: "report-pdf" }),
    button(t("review.delete"), drop, { icon: "bin", look: "careful", test: "delete" })));
  return place;
}
