// The icons. In: a name. Out: an SVG hidden from screen readers: the text beside it is read.

import { s } from "./dom.js";

const PATHS = {
  again: "M5 12a7 7 0 1 0 2.2-5.1M5 4v4h4",
  back: "M14.5 5.5 8 12l6.5 6.5",
  bin: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  camera: "M3.5 7.5h12v9h-12zM15.5 11l5-3v8l-5-3",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  cross: "M7 7l10 10M17 7 7 17",
  down: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  grip: "M5 8h14M5 12h14M5 16h14",
  lower: "M12 4.5v15M6 13.5l6 6 6-6",
  mat: "M6.5 13.5h14l-3 5h-14zM9 9.5a1.6 1.6 0 1 1 0-.1M11 10.5h4l2.5-4",
  menu: "M4 7h16M4 12h16M4 17h16",
  next: "M9.5 5.5 16 12l-6.5 6.5",
  paper: "M6.5 3.5h7l4 4v13h-11zM13 3.5v4.5h4.5M9.5 12.5h5M9.5 16h5",
  pencil: "M4.5 19.5l1-4.5L15.5 5l3.5 3.5L9 18.5zM13 7.5l3.5 3.5",
  phone: "M8 3.5h8v17H8zM11 17.5h2",
  plus: "M12 5v14M5 12h14",
  question: "M8.2 9a3.8 3.8 0 1 1 5.4 3.4c-1.2.6-1.6 1.3-1.6 2.6M12 18.6v.4",
  sound: "M4 9.5v5h3.5L12 18V6L7.5 9.5zM15.5 9.5a4 4 0 0 1 0 5M18 7a8 8 0 0 1 0 10",
  up: "M12 19.5v-15M6 10.5l6-6 6 6",
  screen: "M3.5 5h17v11.5h-17zM12 16.5V20M8.5 20h7",
  silence: "M4 9.5v5h3.5L12 18V6L7.5 9.5zM16 10l4 4M20 10l-4 4",
};
const FILLED = {
  pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  play: "M8 5l11 7-11 7z",
  skip: "M5 5l9 7-9 7zM15.5 5H19v14h-3.5z",
  square: "M5 5h14v14H5z",
  stop: "M8.5 3h7L21 8.5v7L15.5 21h-7L3 15.5v-7z",
  triangle: "M12 4l9.5 16h-19z",
};

/** Return an icon. */
export function shape(name) {
  const outlined = name in PATHS;
  const path = s("path", { d: outlined ? PATHS[name] : FILLED[name] });
  return framed(outlined ? "shape outlined" : "shape", path);
}

/** Return the mark for done (a check mark in a disc) or not yet done (an empty ring). */
export function mark(done) {
  if (!done) return framed("shape mark open", s("circle", { cx: 12, cy: 12, r: 8.5 }));
  const disc = s("circle", { cx: 12, cy: 12, r: 10.5 });
  return framed("shape mark done", disc, s("path", { d: "M7.2 12.5l3.4 3.7 6.4-7.6" }));
}

/** Return the mark for done, but not well: a bar in a disc. */
export function barMark() {
  const disc = s("circle", { cx: 12, cy: 12, r: 10.5 });
  return framed("shape mark barred", disc, s("path", { d: "M7 12h10" }));
}

/** Return the mark for what comes next: a triangle in a disc. */
export function nextMark() {
  const disc = s("circle", { cx: 12, cy: 12, r: 10.5 });
  return framed("shape mark next", disc, s("path", { d: "M9.8 7.5l7 4.5-7 4.5z" }));
}

function framed(name, ...parts) {
  return s("svg", { class: name, viewBox: "0 0 24 24", "aria-hidden": "true" }, ...parts);
}
