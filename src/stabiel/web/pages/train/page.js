// The training page. In: an exercise or programme. Out: a session, after a click if needed.

import { address } from "../shared/addresses.js";
import { focusHeading, freshId, h, replace } from "../shared/dom.js";
import { settings, state } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { button, linkButton } from "../shared/widgets.js";
import { pairing } from "./pairing.js";
import { dueRedFlags, redFlagsPanel } from "./red-flags.js";
import { TrainingSession } from "./session.js";

export async function open({ about, query, signal }) {
  const place = h("div", { class: "train" });
  const title = t("train.title");
  const wanted = wantedBy(about, query);
  const begin = (role) => {
    const session = new TrainingSession({ role, wanted, join: query.has("join"), signal });
    replace(place, session.element);
    focusHeading(place);
    session.start();
  };
  // Without a click on this page a browser plays no sound, and --lan offers a choice of camera.
  const waits = state.start.lan || !(navigator.userActivation?.hasBeenActive ?? true);
  const asked = query.has("join") ? null : await dueRedFlags(signal);
  const joined = state.start.running?.has_camera ? "screen" : "trainer";
  const ready = () => replace(place, startPanel(begin, query.has("join") ? joined : null, about));
  if (asked !== null) {
    // A click on the questions is one on this page.
    const onDone = () => (state.start.lan ? ready() : begin("trainer"));
    return { title, content: [replaced(place, redFlagsPanel(asked, onDone))] };
  }
  if (waits) ready();
  return {
    title,
    content: place,
    shown: waits ? undefined : () => begin(query.has("join") ? joined : "trainer"),
  };
}

function replaced(place, content) {
  replace(place, content);
  return place;
}

/** Return the message that begins the session in the address; without an exercise, by the plan. */
function wantedBy(exercise, query) {
  const first = query.get("first");
  return {
    type: "begin",
    programme: query.get("programme"),
    exercise: exercise === "" ? null : exercise,
    first: first === null ? null : Number(first),
    side: query.get("side"),
    free: query.has("free"),
  };
}

function startPanel(begin, role, about) {
  const id = freshId("start");
  const panel = h("section", { class: "start-panel card", "aria-labelledby": id },
    h("h1", { id }, t("train.ready_title")),
    h("p", { class: "lead" }, settings().voice ? t("train.ready_words") : t("train.ready_silent")));
  const choose = () => pairing(panel, () => begin("screen"));
  panel.append(h("div", { class: "actions" },
    button(t("train.with_this"), () => begin(role ?? "trainer"),
      { icon: "camera", look: "main", test: "with-this" }),
    state.start.lan && role === null
      && button(t("train.with_phone"), choose, { icon: "phone", test: "with-phone" }),
    linkButton(address("tv", about), t("tv.title"), { icon: "screen", test: "tv" }),
    linkButton(address("today"), t("app.back"))));
  return panel;
}
