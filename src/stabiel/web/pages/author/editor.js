// The text of an exercise or a programme: check it and keep it.

import { address } from "../shared/addresses.js";
import { postText } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { dropZone } from "../shared/drop.js";
import { mark, shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { announce, ask, button, linkButton, troubleNotice } from "../shared/widgets.js";

const MOST_BYTES = 100_000;

/** The box with a file's text; `onKept` is called after one was kept. */
export class Editor {
  constructor(onKept) {
    this._onKept = onKept;
    this._text = h("textarea", {
      id: "yaml",
      rows: 14,
      spellcheck: "false",
      autocapitalize: "off",
      "data-test": "yaml",
    });
    this._result = h("div", { "data-test": "check-result" });
    const look = (look, test) => ({ look, test });
    this.element = h("section", { class: "card", "aria-labelledby": "check" },
      h("h2", { id: "check" }, t("check.title")),
      h("p", {}, t("check.words")),
      dropZone({
        words: t("check.drop"),
        choose: t("check.file"),
        accept: ".yaml,.yml",
        onFile: (file) => this._take(file),
        test: "yaml-file",
      }),
      h("label", { for: "yaml" }, t("check.paste")),
      this._text,
      h("div", { class: "actions" },
        button(t("check.now"), () => this._check(), look(null, "check")),
        button(t("author.keep"), () => this._keep(false), look("main", "keep"))),
      this._result);
  }

  /** Show the text of a file, to change it. */
  show(text) {
    this._text.value = text;
    replace(this._result);
    this._text.focus();
    this._text.setSelectionRange(0, 0);
    this._text.scrollIntoView({ block: "center" });
  }

  async _take(file) {
    if (file.size > MOST_BYTES) {
      replace(this._result, h("div", { class: "notice mind", role: "alert" },
        shape("triangle"), h("p", {}, t("check.too_large"))));
      return;
    }
    this._text.value = await file.text();
    await this._check();
  }

  async _check() {
    const answer = await this._ask("/api/exercises/check");
    if (answer) this._show(answer.ok ? fine(answer) : mistakes(answer, this._text), answer);
  }

  async _keep(replacing) {
    const answer = await this._ask(`/api/author?replace=${replacing}`);
    if (!answer) return;
    if (answer.exists) {
      const sure = await ask({
        title: t("author.replace_sure", { name: answer.name }),
        words: t("author.replace_words"),
        yes: t("author.replace"),
      });
      if (sure) await this._keep(true);
      return;
    }
    this._show(answer.kept ? kept(answer) : mistakes(answer, this._text), answer);
    if (answer.kept) await this._onKept();
  }

  async _ask(path) {
    replace(this._result);
    try {
      return await postText(path, this._text.value);
    } catch (error) {
      replace(this._result, troubleNotice(error));
      return null;
    }
  }

  _show(notice, answer) {
    replace(this._result, notice, answer.advice.length > 0 && advice(answer, this._text));
    announce(this._result.textContent);
  }
}

function fine(answer) {
  const isProgramme = answer.kind === "programme";
  const words = isProgramme ? t("check.fine_programme", answer) : t("check.fine", answer);
  return h("div", { class: "notice good" }, mark(true), h("p", {}, words));
}

function kept(answer) {
  return h("div", { class: "notice good", "data-test": "kept" }, mark(true),
    h("div", {},
      h("p", {}, t("author.kept", answer)),
      answer.kind === "exercise"
        && h("p", {}, linkButton(address("exercise", answer.id), t("author.see")))));
}

function mistakes(answer, text) {
  return h("div", { class: "notice mind" }, shape("triangle"),
    h("div", {},
      h("p", {}, t("check.found", { count: answer.mistakes.length })),
      list(answer.mistakes, text)));
}

function advice(answer, text) {
  return h("div", { class: "notice" }, shape("triangle"),
    h("div", {}, h("p", {}, t("author.advice")), list(answer.advice, text)));
}

function list(found, text) {
  const lines = text.value.split("\n");
  return h("ol", { class: "mistakes" }, found.map((each) => mistake(each, lines, text)));
}

function mistake(each, lines, text) {
  const at = each.line === null ? null : lines[each.line - 1];
  return h("li", {},
    each.line !== null
      && button(t("check.line", { line: each.line }), () => selectLine(text, lines, each.line),
        { look: "quiet-button" }),
    h("span", {}, each.text),
    at !== null && at !== undefined && h("code", {}, at.trim()));
}

/** Put the cursor on a line of the text. */
function selectLine(text, lines, line) {
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
}
