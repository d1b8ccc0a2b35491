// The pictures of what is still empty. In: a name. Out: an SVG hidden from screen readers: the words
// beside it are read. All are drawn on one mat with the same few strokes, like the icon.

import { s } from "./dom.js";

const MAT = ["mat", "M26 92h148l20 18H6z"];
const BRIDGE = [
  ["limb", "M66 87h36"], ["shirt", "M60 83 100 62"], ["limb", "M100 62l34-18 12 44h10"],
  ["head", "M42 82a9 9 0 1 0 18 0 9 9 0 1 0-18 0"],
];
const SHEET = ["sheet", "M62 12h62l18 18v74H62z"];

const SCENES = {
  camera: [MAT, ["sheet", "M62 36h76v46H62z"], ["thin", "M52 90h96"],
    ["accent", "M94 59a6 6 0 1 0 12 0 6 6 0 1 0-12 0"], ["thin", "M82 52l8-8M118 52l-8-8M82 66l8 8M118 66l-8 8"]],
  nothing: [MAT, ["thin", "M70 50a26 26 0 1 0 52 0 26 26 0 1 0-52 0"], ["limb", "M116 70l20 22"],
    ["accent", "M88 50h16"]],
  own: [MAT, SHEET, ["thin", "M124 12v18h18"], ["shirt", "M82 72l22-11"], ["limb", "M104 61l14-8 5 20"],
    ["head", "M70 71a5.5 5.5 0 1 0 11 0 5.5 5.5 0 1 0-11 0"], ["accent-line", "M150 96l4-16 26-26 12 12-26 26z"]],
  plan: [MAT, SHEET, ["thin", "M124 12v18h18"],
    ["accent-line", "M76 46a5 5 0 1 0 10 0 5 5 0 1 0-10 0M76 66a5 5 0 1 0 10 0 5 5 0 1 0-10 0M76 86a5 5 0 1 0 10 0 5 5 0 1 0-10 0"],
    ["thin", "M96 46h32M96 66h24M96 86h32"]],
  progress: [MAT, ["thin", "M36 14v70h132"], ["accent-line", "M50 70l30-14 30 4 44-30"],
    ["accent", "M45 70a5 5 0 1 0 10 0 5 5 0 1 0-10 0M75 56a5 5 0 1 0 10 0 5 5 0 1 0-10 0M105 60a5 5 0 1 0 10 0 5 5 0 1 0-10 0M149 30a5 5 0 1 0 10 0 5 5 0 1 0-10 0"]],
  sessions: [MAT, ...BRIDGE,
    ["accent-line", "M58 22a6 6 0 1 0 12 0 6 6 0 1 0-12 0M82 22a6 6 0 1 0 12 0 6 6 0 1 0-12 0M106 22a6 6 0 1 0 12 0 6 6 0 1 0-12 0"]],
};

/** Return a scene: `camera`, `nothing`, `own`, `plan`, `progress` or `sessions`. */
export function scene(name) {
  return s("svg", { class: "scene-picture", viewBox: "0 0 200 116", "aria-hidden": "true" },
    SCENES[name].map(([part, d]) => s("path", { class: `scene-${part}`, d })));
}
