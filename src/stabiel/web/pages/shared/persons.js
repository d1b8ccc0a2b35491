// Who this page is for. In: a person. Out: a name, a colored dot, and the choice of another.

import { post } from "./api.js";
import { h } from "./dom.js";
import { t } from "./texts.js";

// Other tabs of this browser show the earlier person until they hear of the choice.
const channel = new BroadcastChannel("stabiel-person");

/** Return the name to show; the first person may have none. */
export const nameOf = (person) => person.name || t("persons.first");

/** Return a dot with the first letter of the name; the name itself stands beside it. */
export function dot(person) {
  const [letter] = nameOf(person);
  return h("span", { class: "dot", "data-color": person.color, "aria-hidden": "true" },
    letter.toUpperCase());
}

/** Choose a person for this browser and draw the page again for that person. */
export async function choose(person) {
  await post(`/api/persons/${encodeURIComponent(person.id)}/choose`);
  channel.postMessage(person.id);
  if (location.hash.startsWith("#/persons")) location.hash = "#/today";
  location.reload();
}

/** Draw the page again when another tab chooses a person. */
export function reloadWhenChosen() {
  channel.onmessage = () => location.reload();
}
