// All exercises, and a form to check the file of a new one.

import { address } from "../shared/addresses.js";
import { get, postText } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { dropZone } from "../shared/drop.js";
import { mark, shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { announce, button, troubleNotice } from "../shared/widgets.js";

const MOST_BYTES = 100_000;

export async function open({ signal }) {
  const all = await get("/api/exercises", signal);
  const title = t("exercises.title");
  const kinds = [
    ["repetition", t("exercises.moving")],
    ["hold", t("exercises.holding")],
  ];
  return {
    title,
    content: [
      h("h1", {}, title),
      kinds.map(([kind, words]) => group(kind, words, all)),
      checker(),
    ],
  };
}

function group(kind, words, all) {
  const here = all.filter((each) => each.kind.startsWith(kind));
  if (here.length === 0) return null;
  return h("section", { "aria-labelledby": `kind-${kind}` },
    h("h2", { id: `kind-${kind}` }, words),
    h("ul", { class: "tiles", "data-test": `exercises-${kind}` },
      here.map((each) => h("li", {},
        h("a", { class: "tile", href: address("exercise", each.id) },
          h("span", { class: "name" }, each.name),
          h("span", { class: "quiet" }, each.dose))))));
}

function checker() {
  const text = h("textarea", {
    id: "yaml",
    rows: 10,
    spellcheck: "false",
    autocapitalize: "off",
    "data-test": "yaml",
  });
  const result = h("div", { "data-test": "check-result" });
  const check = async () => {
    replace(result);
    try {
      const answer = await postText("/api/exercises/check", text.value);
      replace(result, answer.ok ? fine(answer) : mistakes(answer, text));
      announce(result.textContent);
    } catch (error) {
      replace(result, troubleNotice(error));
    }
  };
  const take = async (file) => {
    if (file.size > MOST_BYTES) {
      replace(result, h("div", { class: "notice mind", role: "alert" },
        shape("triangle"), h("p", {}, t("check.too_large"))));
      return;
    }
    text.value = await file.text();
    await check();
  };
  return h("section", { class: "card", "aria-labelledby": "check" },
    h("h2", { id: "check" }, t("check.title")),
    h("p", {}, t("check.words")),
    dropZone({
      words: t("check.drop"),
      choose: t("check.file"),
      accept: ".yaml,.yml",
      onFile: take,
      test: "yaml-file",
    }),
    h("label", { for: "yaml" }, t("check.paste")),
    text,
    h("div", { class: "actions" }, button(t("check.now"), check, { look: "main", test: "check" })),
    result);
}

function fine(answer) {
  const isProgramme = answer.kind === "programme";
  const words = isProgramme ? t("check.fine_programme", answer) : t("check.fine", answer);
  return h("div", { class: "notice good" }, mark(true), h("p", {}, words));
}

function mistakes(answer, text) {
  const lines = text.value.split("\n");
  return h("div", { class: "notice mind" },
    shape("triangle"),
    h("div", {},
      h("p", {}, t("check.found", { count: answer.mistakes.length })),
      h("ol", { class: "mistakes" }, answer.mistakes.map((each) => mistake(each, lines, text)))));
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
