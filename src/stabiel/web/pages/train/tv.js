// How to show a session on a television, and the button that begins it there.

import { address, go } from "../shared/addresses.js";
import { post } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { saveSettings, settings, state } from "../shared/state.js";
import { number, t } from "../shared/texts.js";
import { button, linkButton, troubleNotice } from "../shared/widgets.js";
import { warningSteps } from "./trust.js";

export async function open({ about }) {
  const title = t("tv.title");
  const news = h("div", {});
  const save = async (television) => {
    try {
      await saveSettings({ television });
      replace(news);
      return true;
    } catch (error) {
      replace(news, troubleNotice(error));
      return false;
    }
  };
  const always = h("input", { type: "checkbox", checked: settings().television,
    "data-test": "always-large", onchange: () => save(always.checked) });
  const begin = async () => {
    // Only a click may fill the screen, and only at once.
    document.documentElement.requestFullscreen?.().catch(() => {});
    if (await save(true)) go("train", about);
  };
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("tv.words")),
      news,
      h("div", { class: "actions" },
        button(t("tv.begin"), begin, { icon: "screen", look: "main", test: "tv-begin" }),
        linkButton(address("today"), t("app.back"))),
      h("label", { class: "check" }, always, h("span", {}, t("tv.always"))),
      h("div", { class: "tv-ways" }, onThisScreen(), inItsBrowser(), byPhone(about)),
    ],
  };
}

function onThisScreen() {
  return way("tv-screen", t("tv.screen_title"),
    h("p", {}, t("tv.screen_words")),
    h("ul", {}, [t("tv.cable"), t("tv.windows"), t("tv.mac"), t("tv.tab")]
      .map((words) => h("li", {}, words))));
}

function inItsBrowser() {
  const place = h("div", {});
  if (!state.start.lan) replace(place, needsNetwork());
  else replace(place, h("div", { class: "actions" },
    button(t("tv.get_code"), () => showCode(place), { test: "tv-code" })));
  return way("tv-browser", t("tv.browser_title"), h("p", {}, t("tv.browser_words")), place);
}

async function showCode(place) {
  replace(place, h("p", { role: "status" }, t("app.loading")));
  let found;
  try {
    found = await post("/api/television");
  } catch (error) {
    replace(place, troubleNotice(error, () => showCode(place)));
    return;
  }
  const typed = h("p", { class: "tv-address", tabindex: -1, "data-test": "tv-address" },
    found.url.replace("https://", ""));
  replace(place,
    h("ol", {}, h("li", {}, t("tv.step_type"), typed), h("li", {}, t("tv.step_warning")),
      h("li", {}, t("tv.step_begin"))),
    h("p", { class: "quiet" }, t("tv.opens", { minutes: number(found.expires_s / 60) })),
    h("details", {}, h("summary", {}, t("tv.warns")), h("p", {}, t("tv.why_warns")),
      warningSteps("android")),
    h("div", { class: "actions" },
      button(t("phone.new_code"), () => showCode(place), { icon: "again" })));
  typed.focus();
}

function byPhone(about) {
  return way("tv-phone", t("tv.phone_title"),
    h("p", {}, t("tv.phone_words")),
    state.start.lan
      ? h("p", {}, h("a", { href: address("train", about) }, t("tv.phone_begin")))
      : needsNetwork());
}

function needsNetwork() {
  return h("p", { class: "quiet" }, t("tv.needs_lan"), " ",
    h("code", { class: "tv-command" }, "stabiel app --lan"));
}

function way(id, title, ...content) {
  return h("section", { class: "card", "aria-labelledby": id }, h("h2", { id }, title), content);
}
