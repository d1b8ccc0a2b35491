// Whether stabiel runs. In: a socket for as long as the page is open. Out: a bar if it stopped.

import { get } from "./api.js";
import { h, replace } from "./dom.js";
import { shape } from "./shapes.js";
import { t } from "./texts.js";

const AGAIN_AFTER_MS = 2000;
// A moment without the socket is not worth a word.
const SAID_AFTER_MS = 3000;

/**
 * Tell stabiel that this page is open, and say so on the page when stabiel does not answer.
 * @param {() => void} onBack is called when it answers again.
 */
export function stayInTouch(onBack) {
  const bar = h("div", { class: "gone-bar", role: "alert", hidden: true, "data-test": "gone" });
  document.querySelector("header").after(bar);
  let lostAt = null;
  const connect = () => {
    const socket = new WebSocket(`ws://${location.host}/ws/here`);
    socket.onopen = () => {
      if (!bar.hidden) onBack();
      lostAt = null;
      bar.hidden = true;
      replace(bar);
    };
    socket.onclose = async () => {
      lostAt ??= performance.now();
      if (bar.hidden && performance.now() - lostAt > SAID_AFTER_MS) say(bar, await reason());
      setTimeout(connect, AGAIN_AFTER_MS);
    };
  };
  connect();
}

/** Return why there is no socket: "gone", "unauthorized" or null for a reason that passes. */
async function reason() {
  try {
    await get("/api/start");
  } catch (error) {
    return error.id;
  }
  return null;
}

function say(bar, why) {
  if (why !== "gone" && why !== "unauthorized") return;
  const words = why === "gone" ? t("trouble.stopped") : t("trouble.logged_out");
  const more = why === "gone" ? t("trouble.stopped_words") : t("error.unauthorized");
  replace(bar, shape("triangle"), h("p", {}, h("strong", {}, words), " ", more));
  bar.hidden = false;
}

/** Keep a page that says so when stabiel is stopped, for a bookmark that is opened then. */
export async function keepStoppedPage() {
  // A browser that keeps nothing, or may not, shows its own words.
  try {
    await navigator.serviceWorker?.register("/pages/worker.js", { scope: "/" });
  } catch (error) {
    console.info(error);
  }
}
