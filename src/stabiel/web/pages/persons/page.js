// The persons of this computer: choose one, change your own name and color, add another.

import { post, put } from "../shared/api.js";
import { freshId, h, replace } from "../shared/dom.js";
import { choose, dot, nameOf } from "../shared/persons.js";
import { loadStart, person, state } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { announce, button, troubleNotice } from "../shared/widgets.js";
import { choice } from "../settings/fields.js";

const colors = () => [
  ["green", t("persons.green")],
  ["blue", t("persons.blue")],
  ["orange", t("persons.orange")],
  ["purple", t("persons.purple")],
  ["red", t("persons.red")],
  ["teal", t("persons.teal")],
  ["brown", t("persons.brown")],
  ["gray", t("persons.gray")],
];
const MOST_LETTERS = 60;

export async function open({ again }) {
  await loadStart();
  const chosen = person();
  const title = chosen === null ? t("persons.ask") : t("persons.title");
  const news = h("div", {});
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("persons.ask_words")),
      news,
      state.start.persons.length > 1 && list(chosen, news),
      chosen !== null && own(chosen, again),
      chosen !== null && adding(chosen, again),
    ],
  };
}

function list(chosen, news) {
  const pick = async (each) => {
    try {
      await choose(each);
    } catch (error) {
      replace(news, troubleNotice(error));
    }
  };
  return h("ul", { class: "persons" }, state.start.persons.map((each) => {
    const isChosen = each.id === chosen?.id;
    return h("li", {},
      h("button", { type: "button", "aria-pressed": chosen && isChosen, "data-test": "person",
        onclick: () => pick(each) },
      dot(each),
      h("span", {}, nameOf(each), isChosen && ` (${t("persons.you")})`)));
  }));
}

function own(chosen, again) {
  const name = nameField(t("persons.name"), chosen.name, "own-name");
  let { color } = chosen;
  const picking = choice(t("persons.color"), "color", color, colors(),
    (picked) => (color = picked));
  const save = () => put("/api/persons/me", { name: name.value(), color });
  return form("own", t("persons.own"), [name.element, picking],
    [t("persons.save"), "save-person"], async () => {
      await save();
      await drawAgain(again, t("settings.saved"));
    });
}

function adding(chosen, again) {
  const mine = chosen.name ? null : nameField(t("persons.your_name"), "", "my-name");
  const other = nameField(t("persons.other_name"), "", "other-name");
  const fields = [h("p", {}, t("persons.add_words")), mine?.element, other.element];
  const words = [t("persons.add_button"), "add-person"];
  return form("add", t("persons.add"), fields, words, async () => {
    if (mine !== null) await put("/api/persons/me", { name: mine.value() });
    const added = await post("/api/persons", { name: other.value() });
    // From now on there is a choice, and this page stays with the one who uses it.
    await post(`/api/persons/${encodeURIComponent(chosen.id)}/choose`);
    await drawAgain(again, t("persons.added", { name: added.name }));
  });
}

async function drawAgain(again, words) {
  await loadStart();
  document.dispatchEvent(new Event("language"));
  await again();
  announce(words);
}

function nameField(words, value, test) {
  const id = freshId("name");
  const input = h("input", { type: "text", id, value, required: true, maxlength: MOST_LETTERS,
    autocomplete: "off", "data-test": test });
  const label = h("label", { for: id, class: "label" }, words);
  return { element: h("div", {}, label, input), value: () => input.value };
}

function form(id, title, fields, [words, test], send) {
  const news = h("div", {});
  const onsubmit = async (event) => {
    event.preventDefault();
    try {
      await send();
    } catch (error) {
      replace(news, troubleNotice(error));
    }
  };
  const submit = button(words, () => {}, { look: "main", test });
  submit.type = "submit";
  return h("section", { class: "card", "aria-labelledby": id },
    h("h2", { id }, title),
    h("form", { class: "person-form", onsubmit }, fields, news, submit));
}
