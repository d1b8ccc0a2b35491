// What stabiel is, and what it is not. In: nothing. Out: two short lists.

import { h } from "../shared/dom.js";
import { mark, shape } from "../shared/shapes.js";
import { t } from "../shared/texts.js";
import { button } from "../shared/widgets.js";

export function aboutStep({ onward }) {
  const title = t("welcome.about");
  const is = [t("welcome.is_counting"), t("welcome.is_here"), t("welcome.is_free")];
  const isNot = [t("welcome.not_medical"), t("welcome.not_physio"), t("welcome.not_all")];
  return {
    title,
    content: [
      h("h1", {}, title),
      h("div", { class: "two" },
        list(t("welcome.is"), is, () => mark(true)),
        list(t("welcome.is_not"), isNot, () => shape("cross"))),
      h("p", { class: "lead" }, t("welcome.stop")),
      h("div", { class: "actions" },
        button(t("welcome.understood"), onward, { look: "main", test: "next" })),
    ],
  };
}

function list(title, lines, icon) {
  return h("section", { class: "card" }, h("h2", {}, title),
    h("ul", { class: "plain large about-lines" },
      lines.map((words) => h("li", {}, icon(), h("span", {}, words)))));
}
