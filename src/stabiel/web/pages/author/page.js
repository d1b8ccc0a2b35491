// The author's corner: the files of own exercises and programmes; check, keep and try them.

import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { t } from "../shared/texts.js";
import { Editor } from "./editor.js";
import { OwnFiles } from "./files.js";
import { trial } from "./trial.js";

export async function open({ signal }) {
  const exercises = await get("/api/exercises", signal);
  const tried = trial(exercises, signal);
  const editor = new Editor(async () => {
    await files.refresh();
    tried.offer(await get("/api/exercises", signal));
  });
  const files = new OwnFiles(editor, signal);
  await files.refresh();
  const title = t("author.title");
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("author.words")),
      files.element,
      editor.element,
      tried.element,
    ],
  };
}
