// The page of a television: it shows the session of the computer, and says what is said.

import { h, replace } from "../shared/dom.js";
import { state } from "../shared/state.js";
import { loadTexts, t } from "../shared/texts.js";
import { button } from "../shared/widgets.js";
import { Television } from "./television-stage.js";

// A television has no settings of its own, and none of the person's reach it.
state.start = { settings: { theme: "system" } };

function welcome() {
  const begin = (voice) => {
    // A remote control cannot find the browser's own button for this.
    document.documentElement.requestFullscreen?.().catch(() => {});
    new Television(document.querySelector("main"), { voice }).start();
  };
  replace(document.querySelector("main"),
    h("div", { class: "welcome" },
      h("h1", {}, t("tv.welcome")),
      h("p", { class: "lead" }, t("tv.follows")),
      button(t("tv.with_sound"), () => begin(true), { icon: "sound", look: "main", test: "begin" }),
      button(t("tv.without_sound"), () => begin(false), { icon: "silence", test: "silent" })));
  document.querySelector("main button").focus();
  document.title = `${t("tv.welcome")} – ${t("app.name")}`;
}

await loadTexts();
welcome();
