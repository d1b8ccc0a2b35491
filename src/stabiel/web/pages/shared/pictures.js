// The pictures of an exercise in a list: how it starts, and what it leads to. In: its id. Out: an
// element; the name of the exercise stands beside it, so it is not read aloud.

import { h } from "./dom.js";
import { shape } from "./shapes.js";

const MOST_IN_STRIP = 7;

const pathOf = (id) => `/api/exercises/${encodeURIComponent(id)}/picture`;

/** Return the picture of the target, in the place that `look` names. */
export function picture(id, look = "thumb") {
  return framed(look, id === null ? [blank()] : [image(id, "target")]);
}

/** Return the start and the target side by side; only the target if there is one picture. */
export function phases({ id, two_pictures: two }, look = "phases") {
  return two ? framed(look, [image(id, "start"), image(id, "target")]) : picture(id, look);
}

/** Return the first pictures of a list of exercises, each once. */
export function strip(ids) {
  const shown = [...new Set(ids)].slice(0, MOST_IN_STRIP).map((id) => image(id, "target"));
  return framed("strip", shown);
}

const framed = (look, inside) => h("span", { class: `pictures ${look}`, "aria-hidden": "true" },
  inside);

function image(id, phase) {
  const shown = h("img", { src: `${pathOf(id)}?phase=${phase}`, alt: "", loading: "lazy",
    width: 640, height: 400, class: `picture-${phase}` });
  shown.addEventListener("error", () => shown.replaceWith(blank()));
  return shown;
}

const blank = () => h("span", { class: "picture-blank" }, shape("mat"));
