// Names that say more than a leaflet's terms. In: an exercise. Out: a second line, or null.

import { h } from "./dom.js";
import { t } from "./texts.js";

const PLAIN = {
  "bridging": () => t("plain_name.bridging"),
  "childs-pose": () => t("plain_name.childs_pose"),
  "heel-slide": () => t("plain_name.heel_slide"),
  "knee-fallout": () => t("plain_name.knee_fallout"),
  "piriformis": () => t("plain_name.piriformis"),
  "psoas": () => t("plain_name.psoas"),
  "supine-start": () => t("plain_name.supine_start"),
  "torsion": () => t("plain_name.torsion"),
};

/** Return the second line of an exercise's name, null if its name is plain. */
export function plainName(id) {
  const words = PLAIN[id]?.();
  return words ? h("span", { class: "plain-name" }, words) : null;
}
