// The camera check, and then one bridge, led by the voice alone. In: a session. Out: a way on.

import { h } from "../shared/dom.js";
import { state } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { announce } from "../shared/widgets.js";
import { TrialSession } from "./trial.js";

export function bridgeStep({ signal, onward, again }) {
  const title = t("welcome.bridge");
  state.bridgeWorked = false;
  const onCounted = () => {
    state.bridgeWorked = true;
    announce(t("welcome.worked"));
    onward();
  };
  const session = new TrialSession({ signal, onCounted, again });
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("welcome.bridge_words")),
      session.element,
      h("p", { class: "quiet" }, t("welcome.not_kept")),
    ],
    shown: () => session.start(),
  };
}
