// The film of a demonstration with its repetitions marked. In: a video. Out: a player.

import { h, replace } from "../shared/dom.js";
import { t } from "../shared/texts.js";

/** Return the player of a video, or only the line of its repetitions if there is none. */
export function film(video, signal) {
  const line = h("div", { class: "teach-line", "aria-hidden": "true", "data-test": "teach-line" });
  if (video === null) return { element: line, playable: false, mark: marker(line) };
  const source = URL.createObjectURL(video);
  signal.addEventListener("abort", () => URL.revokeObjectURL(source));
  const player = h("video", { src: source, controls: true, muted: true, playsinline: true,
    "aria-label": t("teach.your_film") });
  let until = Infinity;
  player.addEventListener("timeupdate", () => {
    if (player.currentTime >= until) player.pause();
  });
  player.addEventListener("seeking", () => {
    if (player.currentTime > until) until = Infinity;
  });
  const play = (from, to) => {
    until = to;
    player.currentTime = from;
    player.play().catch(() => {});
  };
  return {
    element: h("div", { class: "teach-film" }, player, line),
    playable: true,
    mark: marker(line),
    play,
    place: () => player.currentTime,
  };
}

function marker(line) {
  return (repetitions, duration) => replace(line, repetitions.map((each) => {
    const mark = h("span", { class: each.counts ? "teach-mark" : "teach-mark teach-mark-out" },
      each.number);
    mark.style.left = `${(100 * each.start_s) / duration}%`;
    mark.style.width = `${(100 * (each.end_s - each.start_s)) / duration}%`;
    return mark;
  }));
}
