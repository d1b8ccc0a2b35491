// Progress: this week first, then each exercise by week, in charts, words and a table.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { handoverSection } from "../shared/handover.js";
import { picture } from "../shared/pictures.js";
import { suggestionCard } from "../shared/suggestion.js";
import { number, shortDay, t } from "../shared/texts.js";
import { weekStrip } from "../shared/week-strip.js";
import { whoseVideo } from "../shared/whose.js";
import { empty, facts, linkButton } from "../shared/widgets.js";
import { lines, mainChart } from "./charts.js";
import { comparisons } from "./comparisons.js";
import { table } from "./table.js";

export async function open({ signal }) {
  const [all, week, videos] = await Promise.all([
    get("/api/progress", signal),
    get("/api/days/week", signal),
    get("/api/days/videos", signal),
  ]);
  const title = t("progress.title");
  if (all.length === 0) {
    const way = linkButton(address("today"), t("sessions.begin"), { main: true });
    const none = empty(t("progress.none"), t("progress.none_words"), way, "progress");
    return { title, content: [h("h1", {}, title), questions(videos), none] };
  }
  return {
    title,
    content: [
      h("h1", {}, title),
      weekStrip(week),
      questions(videos),
      h("p", { class: "quiet" }, t("progress.words")),
      h("div", { class: "cards" }, all.map(card)),
      handoverSection(),
    ],
  };
}

/** Return the question for each analyzed video of which nobody said whom it shows. */
function questions(videos) {
  if (videos.length === 0) return null;
  const label = (each) => `${each.name} · ${shortDay(each.began_at)} · ${each.source_name}`;
  // Older records may have many: they must not push this week out of sight.
  return h("details", { class: "notice", "data-test": "videos" },
    h("summary", {}, t("whose.not_counted", { count: number(videos.length) })),
    videos.map((each) => whoseVideo(each, label(each))));
}

function card(progress) {
  const id = `progress-${progress.exercise}`;
  return h("section", { class: "card", "aria-labelledby": id, "data-test": "progress" },
    h("div", { class: "card-head" },
      picture(progress.exists ? progress.exercise : null),
      h("h2", { id }, nameOf(progress))),
    latest(progress),
    mainChart(progress),
    lines(progress),
    comparisons(progress),
    progress.suggestion && suggestionCard({ ...progress.suggestion, ...ofIt(progress) }),
    h("details", {}, h("summary", {}, t("progress.table")), table(progress)));
}

/** Return the name, as a link to the exercise unless it is gone. */
function nameOf({ exercise, exists, name }) {
  return exists ? h("a", { href: address("exercise", exercise) }, name) : name;
}

const ofIt = ({ exercise, name }) => ({ exercise, name });

/** Return what was done this week, or in the last week in which it was done. */
function latest({ kind, weeks, this_week: thisWeek }) {
  const week = weeks.at(-1);
  const most = week.faults[0];
  const now = week.monday === thisWeek;
  return [
    !now && h("p", { class: "quiet" }, t("progress.not_this_week")),
    facts([
      now ? [t("progress.when"), t("days.this_week")]
        : [t("progress.week_of"), shortDay(week.monday)],
      [t("progress.sessions"), number(week.sessions)],
      kind === "hold"
        ? [t("progress.held"), t("time.seconds", { count: number(week.hold_s) })]
        : [t("progress.good"), t("progress.good_of", { good: week.good, all: week.repetitions })],
      [t("progress.most"), most && `${most.name} (${number(most.count)}×)`],
    ]),
  ];
}
