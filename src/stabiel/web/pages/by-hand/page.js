// Training without a camera: note what was done, change it, remove it.

import { address, go } from "../shared/addresses.js";
import { get, post, put, remove } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { noteRow } from "../shared/note-row.js";
import { shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { announce, ask, button, linkButton, troubleNotice } from "../shared/widgets.js";
import { choiceField, stepper, textFields } from "../plan/fields.js";
import { dayField, minutesField, today } from "./fields.js";

const LONGEST_REMARK = 500;

export async function open({ about, query, signal }) {
  const [exercises, notes] = await Promise.all([
    get("/api/exercises", signal), get("/api/by-hand", signal),
  ]);
  const changed = notes.find((each) => String(each.id) === query.get("note")) ?? null;
  const title = t("by_hand.title");
  const list = h("div", {});
  const show = (all) => replace(list, listOf(all, show));
  show(notes);
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("by_hand.words")),
      form(exercises, changed, about, show),
      list,
    ],
  };
}

function form(exercises, changed, about, show) {
  const first = exercises.find((each) => each.id === about) ?? exercises[0];
  const note = changed === null
    ? { exercise: first.id, day: today(), sets: 1, ...amountOf(first) }
    : { ...changed };
  const amount = h("div", { class: "steppers" });
  const said = h("div", { role: "status", "data-test": "noted" });
  const kindOf = () => exercises.find((each) => each.id === note.exercise)?.kind;
  const drawAmount = () => replace(amount, steppers(note, kindOf()));
  drawAmount();
  const save = async () => {
    const problem = note.day > today() ? t("by_hand.future") : null;
    if (problem !== null) {
      replace(said, h("p", { class: "notice mind" }, shape("triangle"), h("span", {}, problem)));
      return;
    }
    try {
      await keep(note, changed);
    } catch (error) {
      replace(said, troubleNotice(error));
      return;
    }
    if (changed !== null) {
      announce(t("by_hand.changed"));
      go("by-hand");
      return;
    }
    const notes = await get("/api/by-hand");
    const newest = notes.reduce((one, other) => (other.id > one.id ? other : one));
    replace(said, h("p", { class: "notice good" },
      t("by_hand.noted", { name: newest.name, words: newest.words })));
    show(notes);
  };
  const choose = (id) => {
    note.exercise = id;
    Object.assign(note, { repetitions: undefined, seconds: undefined },
      amountOf(exercises.find((each) => each.id === id)));
    drawAmount();
  };
  return h("section", { class: "card by-hand", "aria-labelledby": "note" },
    h("h2", { id: "note" }, changed === null ? t("by_hand.new") : t("by_hand.change_title")),
    h("div", { class: "fields" },
      choiceField({ words: t("by_hand.exercise"), value: note.exercise, test: "note-exercise",
        choices: choices(exercises, changed), onValue: choose }),
      dayField({ words: t("by_hand.day"), value: note.day, test: "note-day",
        onValue: (day) => (note.day = day ?? today()) }),
      minutesField({ words: t("by_hand.minutes"), value: note.minutes, test: "note-minutes",
        onValue: (minutes) => (note.minutes = minutes) })),
    amount,
    h("div", { class: "fields" },
      textFields({ words: t("by_hand.remark"), value: note.remark ?? "", long: true,
        most: LONGEST_REMARK, test: "note-remark", onValue: (words) => (note.remark = words) })),
    h("div", { class: "actions" },
      button(changed === null ? t("by_hand.save") : t("by_hand.save_change"), save,
        { look: "main", test: "note-save" }),
      changed !== null && linkButton(address("by-hand"), t("app.cancel"))),
    said);
}

/** The exercises to choose from; a note may be of one that no longer exists. */
function choices(exercises, changed) {
  const known = exercises.map((each) => [each.id, each.name]);
  const missing = changed !== null && exercises.every((each) => each.id !== changed.exercise);
  return missing ? [[changed.exercise, changed.name], ...known] : known;
}

function amountOf({ kind, first_dose: dose }) {
  return kind === "hold"
    ? { seconds: Math.round(dose.hold_s ?? 30) }
    : { repetitions: dose.repetitions ?? 10 };
}

function steppers(note, kind) {
  // A note of an exercise that no longer exists keeps what it had.
  const held = kind === undefined ? Boolean(note.seconds) : kind === "hold";
  const set = (name) => (value) => (note[name] = value);
  return [
    stepper({ words: t("by_hand.sets"), value: note.sets, least: 1, most: 50, test: "note-sets",
      onValue: set("sets") }),
    held
      ? stepper({ words: t("by_hand.seconds"), value: note.seconds ?? 30, least: 1, most: 3600,
        by: 5, test: "note-seconds", onValue: set("seconds") })
      : stepper({ words: t("by_hand.repetitions"), value: note.repetitions ?? 10, least: 1,
        most: 1000, test: "note-repetitions", onValue: set("repetitions") }),
  ];
}

function keep(note, changed) {
  const { day, exercise, sets } = note;
  const optional = ["repetitions", "seconds", "minutes", "remark"]
    .map((name) => [name, note[name] ?? null]);
  const body = { note: { day, exercise, sets, ...Object.fromEntries(optional) } };
  if (changed === null) return post("/api/by-hand", body);
  return put(`/api/by-hand/${changed.id}`, body);
}

function listOf(notes, show) {
  if (notes.length === 0) return null;
  const drop = async (note) => {
    const sure = await ask({
      title: t("by_hand.remove_sure"), words: t("by_hand.remove_words"), yes: t("by_hand.remove"),
    });
    if (!sure) return;
    await remove(`/api/by-hand/${note.id}`);
    announce(t("by_hand.removed"));
    show(await get("/api/by-hand"));
  };
  return h("section", { "aria-labelledby": "noted" },
    h("h2", { id: "noted" }, t("by_hand.list")),
    h("ul", { class: "rows", "data-test": "notes" }, notes.map((note) =>
      noteRow(note, h("div", { class: "actions" },
        linkButton(address("by-hand", note.exercise, { note: note.id }), t("by_hand.change"),
          { test: "note-change" }),
        button(t("by_hand.remove"), () => drop(note), { icon: "bin", test: "note-remove" }))))));
}
