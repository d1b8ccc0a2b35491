// The mistakes of a plan's file. In: the server's list, the text of the file. Out: a list.

import { h } from "../shared/dom.js";
import { t } from "../shared/texts.js";

/** Return a list of mistakes, each with its line, and the text of that line if it is known. */
export function mistakeList(errors, text = "") {
  const lines = text === "" ? [] : text.split("\n");
  return h("ol", { class: "mistakes", "data-test": "mistakes" }, errors.map((each) => {
    const line = each.line ?? null;
    const at = line === null ? undefined : lines[line - 1];
    return h("li", {},
      line !== null && [h("strong", {}, t("check.line", { line })), " "],
      each.message,
      at !== undefined && h("code", {}, at.trim()));
  }));
}
