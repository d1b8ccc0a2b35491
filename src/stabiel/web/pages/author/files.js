// The list of own files. In: the server's list. Out: rows with mistakes, to open and to delete.

import { address } from "../shared/addresses.js";
import { get, remove } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { picture } from "../shared/pictures.js";
import { scene } from "../shared/scenes.js";
import { mark, shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { announce, ask, button, linkButton, troubleNotice } from "../shared/widgets.js";

/** The list of own files; `editor` receives the text of one that is opened. */
export class OwnFiles {
  constructor(editor, signal) {
    this.element = h("section", { "aria-labelledby": "own", "data-test": "own-files" });
    this._editor = editor;
    this._signal = signal;
  }

  async refresh() {
    let found;
    try {
      found = await get("/api/author", this._signal);
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(this.element, troubleNotice(error, () => this.refresh()));
      return;
    }
    replace(this.element,
      h("h2", { id: "own" }, t("author.own")),
      found.files.length === 0
        && h("div", { class: "none-yet" }, scene("own"), h("p", {}, t("author.none"))),
      h("ul", { class: "rows" }, found.files.map((each) => this._row(each))),
      h("p", { class: "quiet" }, t("author.folder"), " ", h("code", {}, found.folder)));
  }

  _row(file) {
    const path = pathOf(file);
    const news = h("div", {});
    const show = async () => {
      try {
        const { text } = await get(path);
        this._editor.show(text);
      } catch (error) {
        replace(news, troubleNotice(error));
      }
    };
    return h("li", { class: "own-file", "data-test": "own-file" },
      h("div", { class: "own-head" },
        file.kind === "exercise" && picture(isUsed(file) ? file.id : null),
        h("div", {},
          h("strong", {}, file.name ?? file.file), " ",
          file.name !== null && h("span", { class: "quiet" }, file.file))),
      state(file),
      news,
      h("div", { class: "actions" },
        button(t("author.open"), show, { test: "open-file" }),
        file.name !== null && file.kind === "exercise"
          && linkButton(address("exercise", file.id), t("author.see")),
        button(t("author.delete"), () => this._delete(file, news),
          { icon: "bin", look: "careful", test: "delete-file" })));
  }

  async _delete(file, news) {
    const sure = await ask({
      title: t("author.delete_sure", { file: file.file }),
      words: t("author.delete_words"),
      yes: t("author.delete"),
    });
    if (!sure) return;
    try {
      await remove(pathOf(file));
    } catch (error) {
      replace(news, troubleNotice(error));
      return;
    }
    announce(t("author.deleted", { file: file.file }));
    await this.refresh();
  }
}

const isUsed = (file) => file.name !== null && file.mistakes.length === 0;

const pathOf = (file) => `/api/author/${file.kind}/${encodeURIComponent(file.file)}`;

function state(file) {
  if (file.mistakes.length > 0) {
    return h("div", { class: "notice mind" }, shape("triangle"),
      h("div", {}, h("p", {}, t("author.not_used")), lines(file.mistakes)));
  }
  return h("div", { class: "in-use" },
    h("p", {}, mark(true), " ", t("author.used")),
    file.advice.length > 0
      && h("details", {}, h("summary", {}, t("author.advice")), lines(file.advice)));
}

function lines(mistakes) {
  return h("ol", { class: "mistakes" }, mistakes.map((each) => h("li", {},
    each.line !== null && h("strong", {}, `${t("check.line", { line: each.line })}: `),
    h("span", {}, each.text))));
}
