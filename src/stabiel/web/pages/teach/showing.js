// The three ways to show an exercise: before the camera, a video, or a part of a kept session.

import { h, replace } from "../shared/dom.js";
import { dropZone } from "../shared/drop.js";
import { day, t } from "../shared/texts.js";
import { button } from "../shared/widgets.js";
import { recorder } from "./record.js";

export const MOST_SESSIONS = 30;

/** Return the form that asks for a demonstration. */
export function showing({ sessions, signal, onVideo, onSession }) {
  const about = aboutLesson();
  const camera = h("div", {});
  const film = () => replace(camera,
    recorder({ signal, onVideo: (video) => onVideo(video, about.value()) }));
  const look = { icon: "camera", look: "main", test: "teach-camera" };
  const start = button(t("teach.camera"), film, look);
  replace(camera, start);
  return h("div", {},
    h("p", { class: "lead" }, t("teach.words")),
    about.element,
    h("section", { class: "card", "aria-labelledby": "teach-film" },
      h("h2", { id: "teach-film" }, t("teach.film")),
      h("ul", {},
        h("li", {}, t("teach.tip_whole")),
        h("li", {}, t("teach.tip_still")),
        h("li", {}, t("teach.tip_rest"))),
      camera),
    h("section", { class: "card", "aria-labelledby": "teach-video" },
      h("h2", { id: "teach-video" }, t("teach.video")),
      dropZone({
        words: t("analyze.drop"),
        choose: t("analyze.file"),
        accept: "video/*",
        onFile: (file) => onVideo(file, about.value()),
        test: "teach-file",
      })),
    sessions.length > 0 && ofSession(sessions, (...part) => onSession(...part, about.value())));
}

/** Ask whether it is a movement or a hold, and how often it is done. */
function aboutLesson() {
  const count = h("input", {
    type: "number", id: "teach-count", min: 2, max: 100, class: "teach-number",
    "data-test": "teach-count",
  });
  const radio = (value, words, checked) => h("label", { class: "teach-choice" },
    h("input",
      { type: "radio", name: "teach-kind", value, checked, "data-test": `teach-${value}` }),
    words);
  const element = h("fieldset", { class: "teach-kind" },
    h("legend", {}, t("teach.kind")),
    radio("movement", t("teach.movement"), true),
    radio("hold", t("teach.hold"), false),
    h("label", { for: "teach-count", class: "block" }, t("teach.count")), count);
  const value = () => ({
    hold: element.querySelector("input[value=hold]").checked,
    repetitions: count.value === "" ? null : Number(count.value),
  });
  return { element, value };
}

function ofSession(sessions, onPart) {
  const choice = h("select", { id: "teach-session", "data-test": "teach-session" },
    sessions.slice(0, MOST_SESSIONS).map((each) =>
      h("option", { value: each.id }, `${each.name}, ${day(each.began_at)}`)));
  const seconds = (id, value) =>
    h("input", { type: "number", id, min: 0, value, class: "teach-number" });
  const from = seconds("teach-from", 0);
  const until = seconds("teach-until", "");
  const take = () => onPart(Number(choice.value), Number(from.value),
    until.value === "" ? 1e6 : Number(until.value));
  return h("section", { class: "card", "aria-labelledby": "teach-kept" },
    h("h2", { id: "teach-kept" }, t("teach.session")),
    h("p", {}, t("teach.session_words")),
    h("label", { for: "teach-session", class: "block" }, t("teach.which_session")), choice,
    h("div", { class: "teach-part" },
      h("label", { for: "teach-from" }, t("teach.from")), from,
      h("label", { for: "teach-until" }, t("teach.until")), until),
    h("div", { class: "actions" },
      button(t("teach.use_session"), take, { test: "teach-use-session" })));
}
