// The picture of an exercise: a moment of its sample video. In: an exercise. Out: an element.

import { h } from "../shared/dom.js";
import { clipOf, pictureOf } from "../shared/sample.js";
import { shape } from "../shared/shapes.js";

// By then the figure in the sample videos has left its first posture.
const MOMENT_S = 4;

/** Return the picture of an exercise; its name stands beside it, so it is not read aloud. */
export function still(exercise) {
  const frame = h("span", { class: "still", "aria-hidden": "true" });
  const source = exercise.here ? exercise.id : exercise.like;
  if (source === undefined) {
    frame.append(shape("question"));
    return frame;
  }
  const video = h("video", {
    src: `${clipOf(source)}#t=${MOMENT_S}`,
    muted: true,
    playsinline: true,
    preload: "metadata",
    tabindex: -1,
  });
  video.addEventListener("error", () => {
    const picture = h("img", { src: pictureOf(source), alt: "" });
    picture.addEventListener("error", () => frame.replaceChildren(shape("question")));
    frame.replaceChildren(picture);
  });
  frame.append(video);
  return frame;
}
