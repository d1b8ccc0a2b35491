// All exercises, the user's own among them.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h } from "../shared/dom.js";
import { phases } from "../shared/pictures.js";
import { plainName } from "../shared/plain-names.js";
import { t } from "../shared/texts.js";
import { linkButton } from "../shared/widgets.js";

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
      h("p", {}, linkButton(address("teach"), t("exercises.teach"),
        { icon: "plus", test: "teach-link" })),
      kinds.map(([kind, words]) => group(kind, words, all)),
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
          phases(each),
          h("span", { class: "tile-words" },
            h("span", { class: "name" }, each.name),
            plainName(each.id),
            h("span", { class: "quiet" },
              each.own ? t("exercises.own", { dose: each.dose }) : each.dose)))))));
}
