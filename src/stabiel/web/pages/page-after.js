// After a training: three lines, and what there is to look at.

import { get } from "./api.js";
import { h } from "./dom.js";
import { address } from "./router.js";
import { mark } from "./shapes.js";
import { state } from "./state.js";
import { t } from "./texts.js";
import { linkButton } from "./widgets.js";

export async function open({ about, signal }) {
  const ids = about.split("-").filter(Boolean);
  const sessions = await Promise.all(
    ids.map((id) => get(`/api/sessions/${encodeURIComponent(id)}`, signal)),
  );
  const title = sessions.length > 0 ? t("after.title") : t("after.title_none");
  return {
    title,
    content: [
      h("h1", { class: "huge" }, title),
      lines(state.summary),
      sessions.length === 0 && h("p", { class: "lead" }, t("after.none")),
      sessions.length > 0 && h("section", { "aria-labelledby": "done" },
        h("h2", { id: "done" }, t("after.done")),
        h("ul", { class: "rows", "data-test": "done" }, sessions.map(row))),
      h("div", { class: "actions" },
        linkButton(address("today"), t("menu.today"), { main: true, test: "today" }),
        linkButton(address("progress"), t("menu.progress"))),
      h("p", { class: "quiet" }, t("after.pain")),
    ],
  };
}

function lines(summary) {
  if (summary.length === 0) return null;
  return h("ul", { class: "summary-lines", "data-test": "summary" },
    summary.map((words) => h("li", {}, mark(true), words)));
}

function row(session) {
  return h("li", {},
    h("a", { class: "row", href: address("review", session.id), "data-session": session.id },
      h("span", { class: "name" }, session.exercise.name),
      h("span", {}, session.headline),
      h("span", { class: "quiet" }, t("after.look"))));
}
