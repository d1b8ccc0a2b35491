// The sample video of an exercise. In: an exercise. Out: a silent, looping video with a button.

import { h } from "./dom.js";
import { shape } from "./shapes.js";
import { wantsStillness } from "./state.js";
import { t } from "./texts.js";

/** Return the address of an exercise's sample video. */
export const clipOf = (exercise) => `/api/exercises/${encodeURIComponent(exercise)}/clip.mp4`;

/** Return the address of the picture of an exercise that has no sample video. */
const pictureOf = (exercise) => `/api/exercises/${encodeURIComponent(exercise)}/picture`;

/** Return the sample video as a figure, with a button that stops and starts it. */
export function movingSample(exercise, name) {
  const video = h("video", {
    src: clipOf(exercise),
    muted: true,
    loop: true,
    playsinline: true,
    preload: "auto",
    "aria-label": t("sample.label", { exercise: name }),
  });
  const words = h("span", {});
  const icon = h("span", { class: "icon" });
  const toggle = h("button", { type: "button", class: "over", onclick: () => turn() }, icon, words);
  const turn = () => (video.paused ? start(video) : video.pause());
  const update = () => {
    words.textContent = video.paused ? t("sample.play") : t("sample.pause");
    icon.replaceChildren(shape(video.paused ? "play" : "pause"));
  };
  const figure = h("figure", { class: "sample", "data-test": "sample" }, video, toggle);
  for (const event of ["play", "pause"]) video.addEventListener(event, update);
  // An exercise of the user may have a picture instead, or nothing.
  video.addEventListener("error", () => {
    const alt = t("sample.label", { exercise: name });
    const picture = h("img", { src: pictureOf(exercise), alt });
    picture.addEventListener("error", () => figure.remove());
    figure.replaceChildren(picture);
  });
  update();
  if (!wantsStillness()) start(video);
  return figure;
}

/** Play a video; if the browser refuses, it stays paused. */
export function start(video) {
  video.play().catch(() => {});
}
