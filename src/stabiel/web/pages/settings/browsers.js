// The browsers that may use stabiel on this computer, and a way to log the others out.

import { remove } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { number, t } from "../shared/texts.js";
import { announce, ask, button, troubleNotice } from "../shared/widgets.js";

export function browsersSection(count) {
  const news = h("div", { class: "news", role: "status", "data-test": "browsers-news" });
  const known = h("p", { "data-test": "browsers" }, wordsFor(count));
  const logOut = async () => {
    const sure = await ask({
      title: t("settings.log_out_sure"),
      words: t("settings.log_out_words"),
      yes: t("settings.log_out"),
    });
    if (!sure) return;
    try {
      const { browsers } = await remove("/api/browsers");
      replace(known, wordsFor(browsers));
    } catch (error) {
      replace(news, troubleNotice(error));
      return;
    }
    replace(news, h("p", {}, t("settings.logged_out")));
    announce(t("settings.logged_out"));
  };
  return h("section", { "aria-labelledby": "browsers", class: "card" },
    h("h2", { id: "browsers" }, t("settings.browsers")),
    h("p", {}, t("settings.browsers_words")),
    known,
    news,
    h("div", { class: "actions" },
      button(t("settings.log_out"), logOut, { look: "careful", test: "log-out" })));
}

const wordsFor = (count) => t("settings.browsers_count", { count: number(count) });
