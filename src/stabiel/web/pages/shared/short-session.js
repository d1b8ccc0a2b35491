// The way into the short session. In: its programme and minutes. Out: a link that begins it.

import { address } from "./addresses.js";
import { number, t } from "./texts.js";
import { linkButton } from "./widgets.js";

/** Return the link that begins the short session, from its first exercise. */
export function shortSession({ id, minutes }, { main = false } = {}) {
  return linkButton(address("train", "", { programme: id, first: 0 }),
    t("today.short_session", { count: number(minutes) }), { main, icon: "play", test: "short" });
}
