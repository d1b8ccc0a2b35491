// The kept sessions by day and by workout, newest first.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { damagedNote, noteRow, startOf } from "../shared/note-row.js";
import { sessionRow } from "../shared/session-row.js";
import { day, t } from "../shared/texts.js";
import { button, empty, linkButton, troubleNotice } from "../shared/widgets.js";
import { workoutWords } from "../shared/workout.js";

// About two months of daily workouts; years of them would take long to draw.
const AT_ONCE = 200;

export async function open({ signal }) {
  const [sessions, notes, damaged] = await Promise.all([
    get(`/api/sessions?most=${AT_ONCE}`, signal), get("/api/by-hand", signal),
    get("/api/by-hand/damaged", signal),
  ]);
  const title = t("sessions.title");
  if (sessions.length === 0 && notes.length === 0 && damaged.length === 0) {
    const ways = h("div", { class: "actions" },
      linkButton(address("today"), t("sessions.begin"), { main: true }), videoWay());
    return {
      title,
      content: [h("h1", {}, title), empty(t("sessions.none"), t("sessions.none_words"), ways)],
    };
  }
  return {
    title,
    content: [
      h("div", { class: "title-row" },
        h("h1", {}, title),
        h("a", { href: address("days"), "data-test": "to-days" }, t("days.to_calendar")),
        videoWay()),
      damaged.map(damagedNote),
      listOf(sessions, notes, signal),
      noteWay(),
    ],
  };
}

// What is found in a video is a session too.
const videoWay = () =>
  linkButton(address("analyze"), t("analyze.title"), { icon: "camera", test: "to-analyze" });

/** Return the newest days, with a button for the days before them if there are any. */
function listOf(sessions, notes, signal) {
  const days = h("div");
  let complete = sessions.length < AT_ONCE;
  const draw = () => {
    const first = sessions.at(-1)?.began_at.slice(0, 10);
    const shown = complete ? notes : notes.filter((each) => each.day >= first);
    replace(days, byDay([...sessions, ...shown]).map(dayOf));
  };
  const said = h("div", { class: "quiet", role: "status", "data-test": "all-shown" });
  const readOn = async () => {
    const before = sessions.at(-1).began_at.slice(0, 10);
    const more = await get(`/api/sessions?most=${AT_ONCE}&before=${before}`, signal);
    sessions.push(...more);
    complete = more.length < AT_ONCE;
    draw();
    replace(said, complete && t("sessions.all_shown"));
    if (complete) earlier.remove();
  };
  const refused = (error) => {
    if (error.name !== "AbortError") replace(said, troubleNotice(error, () => earlier.click()));
  };
  const earlier = button(t("sessions.earlier"), () => readOn().catch(refused), { test: "earlier" });
  draw();
  return [days, h("p", {}, complete ? null : earlier), said];
}

const noteWay = () => h("p", {}, linkButton(address("by-hand"), t("by_hand.button")));

// A note has a day only: it comes after the sessions of that day.
const when = (each) => each.began_at ?? startOf(each);

function byDay(entries) {
  entries.sort((one, other) => new Date(when(other)) - new Date(when(one)));
  return grouped(entries, (each) => day(when(each)));
}

/** Return [key, entries] in the order in which the keys first appear. */
function grouped(entries, keyOf) {
  const groups = new Map();
  for (const each of entries) {
    const key = keyOf(each);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups];
}

function dayOf([name, sessions], index) {
  // An analyzed video belongs to no workout and stands alone.
  const workouts = grouped(sessions, ({ workout, id }) => workout ?? `video-${id}`);
  return h("section", { "aria-labelledby": `day-${index}` },
    h("h2", { id: `day-${index}`, class: "day" }, name),
    workouts.map(([, each], place) => workoutOf(each, index + place === 0)));
}

const rowOf = (each) => (each.began_at === undefined ? noteRow(each) : sessionRow(each));

/** Return a workout as a row to open; a single exercise needs none around it. */
function workoutOf(sessions, newest) {
  const rows = h("ul", { class: "rows", "data-test": "sessions" },
    [...sessions].reverse().map(rowOf));
  if (sessions.length === 1) return rows;
  const [first] = sessions.slice(-1);
  const ends = sessions.map((each) => Date.parse(each.began_at) + 1000 * (each.duration_s ?? 0));
  const minutes = Math.round((Math.max(...ends) - Date.parse(first.began_at)) / 60_000);
  const words = workoutWords({ ...first, sessions, minutes });
  return h("details", { class: "workout", open: newest, "data-test": "workout" },
    h("summary", {}, words), rows);
}
