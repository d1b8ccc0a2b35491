// The player of a review: the video or only the body, the sample beside it, and the buttons.

import { h, set, show, write } from "../shared/dom.js";
import { clipOf, start } from "../shared/sample.js";
import { shape } from "../shared/shapes.js";
import { clock, number, t } from "../shared/texts.js";
import { BodyPicture } from "./picture.js";
import { Player } from "./player.js";

// An analyzed video already contains the lines.
const hasLines = (review) => review.has_video && review.session.source.kind === "file";

const SPEEDS = [0.25, 0.5, 0.75, 1];

/**
 * Return {player, picture, shown}: the clock, the element, and what to call once it is in the page.
 */
export function stage(review, frames, videoPath) {
  const video = review.has_video
    ? h("video", { src: videoPath, playsinline: true, preload: "auto", muted: true,
      "aria-label": t("review.video_label", { exercise: review.exercise.name }) })
    : null;
  const canvas = h("canvas", review.has_video
    ? { "aria-hidden": "true", hidden: hasLines(review) }
    : { role: "img", "aria-label": t("review.body_label", { exercise: review.exercise.name }) });
  const player = new Player(video, durationOf(review, frames));
  const picture = h("div", { class: "play-stage", "data-test": "player" },
    h("div", { class: "picture" }, video, canvas), besides(review));
  if (frames.size_px === null && !review.has_video) {
    // What was stopped at once, or is damaged, has no picture; the rest of the page stands.
    picture.querySelector(".picture").replaceChildren(
      h("p", { class: "quiet", "data-test": "no-frames" }, t("review.no_frames")));
    return { player, picture, shown: () => {} };
  }
  const { width_px: width, height_px: height } = review.session.source;
  const size = frames.size_px ?? [width || 16, height || 9];
  picture.querySelector(".picture").style.aspectRatio = size.join(" / ");
  const body = new BodyPicture(canvas, { ...frames, size_px: size });
  const draw = () => body.draw(player.time, { overVideo: video !== null });
  const shown = () => {
    player.listen(draw);
    new ResizeObserver(draw).observe(canvas);
  };
  return { player, picture, shown };
}

function durationOf(review, frames) {
  return Math.max(review.session.source.duration_s ?? 0, frames.times_s.at(-1) ?? 0, 0.04);
}

function besides(review) {
  const { id, name } = review.exercise;
  const video = h("video", { src: clipOf(id), muted: true, loop: true, playsinline: true,
    preload: "none", "aria-label": t("sample.label", { exercise: name }) });
  return h("figure", { class: "beside", hidden: true, "data-test": "beside" }, video,
    h("figcaption", {}, t("review.sample")));
}

/** Return the buttons under the picture. */
export function controls(player, picture, review) {
  const time = h("span", { class: "time" });
  const words = h("span", {});
  const icon = h("span", { class: "icon" });
  const play = h("button", { type: "button", class: "main", onclick: () => player.toggle(),
    "data-test": "play" }, icon, words);
  let playing = null;
  player.listen((now) => {
    write(time, t("review.time_of", { time: clock(now), all: clock(player.duration) }));
    if (playing === player.playing) return;
    playing = player.playing;
    write(words, playing ? t("review.pause") : t("review.play"));
    icon.replaceChildren(shape(playing ? "pause" : "play"));
  });
  return h("div", { class: "actions player-controls" },
    play, time, speeds(player), toggles(picture, review));
}

function speeds(player) {
  const choice = h("select", { id: "speed", "data-test": "speed" }, SPEEDS.map((each) =>
    h("option", { value: each, selected: each === 1 },
      t("review.times", { speed: number(each, 2) }))));
  choice.addEventListener("change", () => (player.rate = Number(choice.value)));
  return h("span", { class: "speed" }, h("label", { for: "speed" }, t("review.speed")), choice);
}

function toggles(picture, review) {
  const canvas = picture.querySelector("canvas");
  const beside = picture.querySelector(".beside");
  const sample = beside.querySelector("video");
  const showBeside = (on) => {
    show(beside, on);
    picture.classList.toggle("with-sample", on);
    if (on) start(sample);
    else sample.pause();
  };
  return [
    review.has_video
      && toggle(t("review.skeleton"), !canvas.hidden, (on) => show(canvas, on), "skeleton"),
    toggle(t("review.side_by_side"), false, showBeside, "side-by-side"),
  ];
}

function toggle(words, on, onSwitch, test) {
  const button = h("button", { type: "button", "aria-pressed": on, "data-test": test }, words);
  button.addEventListener("click", () => {
    const now = button.getAttribute("aria-pressed") !== "true";
    set(button, "aria-pressed", now);
    onSwitch(now);
  });
  return button;
}
