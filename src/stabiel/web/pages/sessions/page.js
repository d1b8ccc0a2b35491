// The kept sessions by day and by workout, newest first.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { damagedNote, noteRow, startOf } from "../shared/note-row.js";
import { sessionRow } from "../shared/session-row.js";
import { day, t } from "../shared/texts.js";
import { empty, linkButton } from "../shared/widgets.js";
import { workoutWords } from "../shared/workout.js";

export async function open({ signal }) {
  const [sessions, notes, damaged] = await Promise.all([
    get("/api/sessions", signal), get("/api/by-hand", signal), get("/api/by-hand/damaged", signal),
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
      byDay([...sessions, ...notes]).map(dayOf),
      noteWay(),
    ],
  };
}

// What is found in a video is a session too.
const videoWay = () =>
  linkButton(address("analyze"), t("analyze.title"), { icon: "camera", test: "to-analyze" });

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
