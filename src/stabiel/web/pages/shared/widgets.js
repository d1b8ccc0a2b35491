// The parts that many pages use: loading, empty and error notices, questions, announcements.

import { Trouble } from "./api.js";
import { freshId, h } from "./dom.js";
import { scene } from "./scenes.js";
import { shape } from "./shapes.js";
import { t } from "./texts.js";

/** Return the placeholder that is shown while data is fetched. */
export function loading() {
  return h("p", { class: "loading", role: "status" }, t("app.loading"));
}

/** Return the notice for an empty page, with what to do about it. */
export function empty(title, words, action = null, picture = "sessions") {
  return h("section", { class: "empty card", "data-test": "empty" },
    scene(picture), h("h2", {}, title), h("p", {}, words), action);
}

/** Return the text of an error for the user. */
export const wordsOf = (error) => (error instanceof Trouble ? error.message : t("trouble.unknown"));

/** Return a notice of an error, with a button to try again if `again` is given. */
export function troubleNotice(error, again = null) {
  if (!(error instanceof Trouble)) console.error(error);
  return h(
    "div",
    { class: "notice mind", role: "alert", "data-test": "trouble" },
    shape("triangle"),
    h("p", {}, wordsOf(error)),
    again && h("button", { type: "button", onclick: again }, t("app.again")),
  );
}

/** Return a whole page for an error. */
export function troublePage(error, again) {
  const gone = error.id === "not_found";
  const title = gone ? t("trouble.not_here") : t("trouble.title");
  return {
    title,
    content: [h("h1", {}, title), gone && scene("nothing"), troubleNotice(error, again)],
  };
}

/** Return a link that looks like a button. */
export function linkButton(href, words, { main = false, icon = null, test = null } = {}) {
  const look = main ? "button main" : "button";
  return h("a", { class: look, href, "data-test": test }, icon && shape(icon), words);
}

/** Return a button. */
export function button(words, onclick, { icon = null, look = null, test = null } = {}) {
  const attributes = { type: "button", class: look, onclick, "data-test": test };
  return h("button", attributes, icon && shape(icon), words);
}

/** Make a screen reader say something. */
export function announce(words) {
  const region = document.getElementById("announcer");
  // The same text a second time is no change and would not be read.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
}

/** Ask before something that cannot be undone; return whether the user agreed. */
export function ask({ title, words, yes, no = t("app.cancel") }) {
  const id = freshId("question");
  return new Promise((resolve) => {
    const close = () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    };
    const answer = (value) => () => dialog.close(value);
    const dialog = h("dialog", { "aria-labelledby": id, "data-test": "question", onclose: close },
      h("h2", { id }, title),
      h("p", {}, words),
      h("div", { class: "actions" },
        h("button", { type: "button", autofocus: true, onclick: answer("no") }, no),
        button(yes, answer("yes"), { look: "careful", test: "yes" })));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Return a list of named facts. */
export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return h("dl", { class: "facts" },
    shown.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}
