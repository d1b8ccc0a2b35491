// One exercise: the leaflet's text, the sample, where the camera stands, what is judged.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { drawingOf } from "../shared/placement.js";
import { plainName } from "../shared/plain-names.js";
import { movingSample } from "../shared/sample.js";
import { shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { linkButton } from "../shared/widgets.js";

export async function open({ about, query, signal }) {
  const exercise = await get(`/api/exercises/${encodeURIComponent(about)}`, signal);
  return {
    title: exercise.name,
    content: [
      h("div", { class: "title-row" },
        h("h1", {}, exercise.name),
        plainName(exercise.id),
        h("p", { class: "dose" }, exercise.dose)),
      h("div", { class: "two" },
        movingSample(exercise.id, exercise.name),
        h("div", {}, leaflet(exercise), starts(exercise, query.get("step")))),
      h("div", { class: "two" }, placement(exercise), reminders(exercise)),
      judged(exercise),
    ],
  };
}

function leaflet(exercise) {
  return h("section", { "aria-labelledby": "how" },
    h("h2", { id: "how" }, t("exercise.how")),
    h("p", { class: "lead" }, exercise.instruction),
    h("p", {}, h("strong", {}, t("exercise.posture")), " ", exercise.posture));
}

function starts(exercise, step) {
  const alone = { main: true, icon: "play", test: "start" };
  return h("div", { class: "actions" },
    linkButton(address("train", exercise.id), t("exercise.start"), alone),
    exercise.sides && [
      linkButton(address("train", exercise.id, { side: "left" }), t("exercise.only_left")),
      linkButton(address("train", exercise.id, { side: "right" }), t("exercise.only_right")),
    ],
    step !== null
      && linkButton(address("train", "", { first: step }), t("exercise.from_here")),
    linkButton(address("by-hand", exercise.id), t("by_hand.button"), { test: "by-hand" }));
}

function placement(exercise) {
  return h("section", { class: "card", "aria-labelledby": "camera" },
    h("h2", { id: "camera" }, t("exercise.camera")),
    h("img", { class: "drawing", src: drawingOf(exercise.id), alt: exercise.placement }));
}

function reminders(exercise) {
  if (exercise.reminders.length === 0) return null;
  return h("section", { class: "card", "aria-labelledby": "reminders" },
    h("h2", { id: "reminders" }, t("exercise.reminders")),
    h("ul", { class: "plain large" }, exercise.reminders.map((words) => h("li", {}, words))),
    h("p", { class: "quiet" }, t("exercise.reminders_words")));
}

function judged(exercise) {
  return h("section", { "aria-labelledby": "judged" },
    h("h2", { id: "judged" }, t("exercise.judged")),
    h("ul", { class: "faults" }, exercise.faults.map(fault)),
    h("p", { class: "quiet" }, t("exercise.faults_words")),
    exercise.judged.length > 0
      && h("details", {},
        h("summary", {}, t("exercise.more")),
        h("h3", {}, t("exercise.camera_sees")),
        h("ul", {}, exercise.judged.map((words) => h("li", {}, words))),
        exercise.only_reminded.length > 0 && [
          h("h3", {}, t("exercise.never_sees")),
          h("ul", {}, exercise.only_reminded.map((words) => h("li", {}, words))),
        ]));
}

function fault(each) {
  return h("li", {},
    shape("triangle"),
    h("span", {}, h("strong", {}, each.name), h("span", { class: "say" }, each.say)));
}
