// The page after a session: the closing lines, and the sessions to review.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { sessionRow } from "../shared/session-row.js";
import { mark, nextMark } from "../shared/shapes.js";
import { state } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { wellbeingSection } from "../shared/wellbeing.js";
import { linkButton } from "../shared/widgets.js";

export async function open({ about, signal }) {
  const ids = new Set(about.split("-").filter(Boolean).map(Number));
  const found = ids.size > 0 ? await get(`/api/sessions?ids=${[...ids].join(",")}`, signal) : [];
  // In the order in which they were done.
  const sessions = found.reverse();
  const felt = sessions.length > 0 ? await wellbeingSection(sessions.at(-1).id, signal) : null;
  const title = titleFor(sessions);
  return {
    title,
    content: [
      h("h1", { class: "huge" }, title),
      lines(state.summary, sessions.some(wasDone)),
      felt,
      sessions.length === 0 && h("p", { class: "lead" }, state.advice ?? t("after.none")),
      sessions.length > 0 && h("section", { "aria-labelledby": "done" },
        h("h2", { id: "done" }, t("after.done")),
        h("ul", { class: "rows", "data-test": "done" }, sessions.map(sessionRow))),
      h("div", { class: "actions" },
        linkButton(address("today"), t("menu.today"), { main: true, test: "today" }),
        linkButton(address("progress"), t("menu.progress"))),
      h("p", { class: "quiet" }, t("after.pain")),
    ],
  };
}

const wasDone = ({ repetitions, holds }) => repetitions + holds > 0;

/** Return the title: praise is for work that was done. */
function titleFor(sessions) {
  if (sessions.some(wasDone)) return t("after.title");
  return sessions.length > 0 ? t("after.title_some") : t("after.title_none");
}

function lines(summary, done) {
  if (summary.length === 0) return null;
  return h("ul", { class: "summary-lines", "data-test": "summary" },
    // Only what was done is done; the rest is for next time.
    summary.map((words, index) =>
      h("li", {}, index === 0 && done ? mark(true) : nextMark(), words)));
}
