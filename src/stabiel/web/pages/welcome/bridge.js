// The camera check, and then one bridge, led by the voice alone. In: a session. Out: a way on.

import { h, replace } from "../shared/dom.js";
import { state } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { announce, button } from "../shared/widgets.js";
import { pairing } from "../train/pairing.js";
import { TrialSession } from "./trial.js";

export function bridgeStep({ signal, onward, again }) {
  const title = t("welcome.bridge");
  state.bridgeWorked = false;
  const onCounted = () => {
    state.bridgeWorked = true;
    announce(t("welcome.worked"));
    onward();
  };
  const place = h("div", {});
  let leave = () => {};
  const begin = (role) => {
    leave();
    const leaving = new AbortController();
    leave = () => leaving.abort();
    const session = new TrialSession({ signal: leaving.signal, onCounted, again, role });
    replace(place, session.element, role === "trainer" && state.start.lan && otherCamera(begin));
    session.start();
  };
  signal.addEventListener("abort", () => leave());
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("welcome.bridge_words")),
      place,
      h("p", { class: "quiet" }, t("welcome.not_kept")),
    ],
    shown: () => begin("trainer"),
  };
}

/** Offer the camera of a phone. */
function otherCamera(begin) {
  const panel = h("section", { class: "start-panel" });
  panel.append(h("div", { class: "actions" }, button(t("train.with_phone"),
    () => pairing(panel, () => begin("screen")), { icon: "phone", test: "with-phone" })));
  return panel;
}
