// The pictures of what is still empty. In: a name. Out: an SVG hidden from screen readers.
// The words beside it are read. All are drawn on one mat with the same few strokes, like the icon.

import { s } from "./dom.js";

const MAT = ["mat", "M26 92h148l20 18H6z"];
const BRIDGE = [
  ["limb", "M66 87h36"], ["shirt", "M60 83 100 62"], ["limb", "M100 62l34-18 12 44h10"],
  ["head", "M42 82a9 9 0 1 0 18 0 9 9 0 1 0-18 0"],
];
const SHEET = [["sheet", "M62 12h62l18 18v74H62z"], ["thin", "M124 12v18h18"]];

/** Return the path of a disc. */
const disc = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0 ${r} ${r} 0 1 0-${2 * r} 0`;
const discs = (r, ...places) => places.map(([x, y]) => disc(x, y, r)).join("");

const SCENES = {
  camera: [MAT, ["sheet", "M62 36h76v46H62z"], ["thin", "M52 90h96"], ["accent", disc(100, 59, 6)],
    ["thin", "M82 52l8-8M118 52l-8-8M82 66l8 8M118 66l-8 8"]],
  nothing: [MAT, ["thin", disc(96, 50, 26)], ["limb", "M116 70l20 22"], ["accent", "M88 50h16"]],
  own: [MAT, ...SHEET, ["shirt", "M82 72l22-11"], ["limb", "M104 61l14-8 5 20"],
    ["head", disc(75.5, 71, 5.5)], ["accent-line", "M150 96l4-16 26-26 12 12-26 26z"]],
  plan: [MAT, ...SHEET, ["accent-line", discs(5, [81, 46], [81, 66], [81, 86])],
    ["thin", "M96 46h32M96 66h24M96 86h32"]],
  progress: [MAT, ["thin", "M36 14v70h132"], ["accent-line", "M50 70l30-14 30 4 44-30"],
    ["accent", discs(5, [50, 70], [80, 56], [110, 60], [154, 30])]],
  sessions: [MAT, ...BRIDGE, ["accent-line", discs(6, [64, 22], [88, 22], [112, 22])]],
};

/** Return a scene: `camera`, `nothing`, `own`, `plan`, `progress` or `sessions`. */
export function scene(name) {
  return s("svg", { class: "scene-picture", viewBox: "0 0 200 116", "aria-hidden": "true" },
    SCENES[name].map(([part, d]) => s("path", { class: `scene-${part}`, d })));
}
