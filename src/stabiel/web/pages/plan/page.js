// My plan: all plans, or one to change. In: the id of a plan, or what a new one begins with.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { strip } from "../shared/pictures.js";
import { t } from "../shared/texts.js";
import { announce, linkButton } from "../shared/widgets.js";
import { emptyPlan, PlanEditor } from "./editor.js";
import { PlanImport } from "./import.js";
import { KnownExercises } from "./known.js";
import { inShort, overview } from "./overview.js";
import { inLanguage } from "./words.js";

export async function open(asked) {
  const { about, query } = asked;
  if (about !== "") return change(asked);
  return query.has("new") || query.has("copy") ? begin(asked) : all(asked);
}

async function all({ signal, again }) {
  const [plans, presets, exercises] = await Promise.all([
    get("/api/plans", signal), get("/api/plans/presets", signal), get("/api/exercises", signal),
  ]);
  const title = t("plan.title");
  const kept = async (id) => {
    await again();
    const name = inLanguage((await get("/api/plans")).find((each) => each.id === id)?.title);
    announce(t("plan.saved", { name }));
  };
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("plan.words")),
      overview(plans, again),
      presetsOf(presets),
      new PlanImport(exercises, plans, kept).element,
    ],
  };
}

function presetsOf(presets) {
  const tile = (href, name, words, test, steps) => h("li", {},
    h("a", { class: "tile", href, "data-test": test },
      h("span", { class: "name" }, name), h("span", { class: "quiet" }, words),
      steps.length > 0 && strip(steps.map((each) => each.exercise))));
  return h("section", { "aria-labelledby": "new-plan" },
    h("h2", { id: "new-plan" }, t("plan.new")),
    h("p", {}, t("plan.new_words")),
    h("ul", { class: "tiles", "data-test": "presets" },
      presets.map((each) => tile(address("plan", "", { new: each.id }), inLanguage(each.title),
        inShort(each), "preset", each.steps)),
      tile(address("plan", "", { new: "" }), t("plan.empty"), t("plan.empty_words"),
        "empty-plan", [])));
}

/** Begin a new plan: empty, with a preset, or as the copy of another one. */
async function begin({ query, signal }) {
  const [plans, presets, exercises] = await Promise.all([
    get("/api/plans", signal), get("/api/plans/presets", signal), get("/api/exercises", signal),
  ]);
  const source = query.has("copy")
    ? await get(`/api/plans/${encodeURIComponent(query.get("copy"))}`, signal)
    : presets.find((each) => each.id === query.get("new")) ?? emptyPlan();
  const { id: _, minutes: __, ...plan } = source;
  if (query.has("copy")) plan.title = copied(plan.title);
  const taken = plans.map((each) => each.id);
  return editing(plan, exercises, { title: t("plan.new"), signal, taken });
}

function copied(title) {
  if (typeof title === "string") return t("plan.copy_of", { name: title });
  return Object.fromEntries(Object.entries(title).map(([language, name]) =>
    [language, t("plan.copy_of", { name })]));
}

async function change({ about, signal }) {
  const [{ minutes: _, ...plan }, exercises] = await Promise.all([
    get(`/api/plans/${encodeURIComponent(about)}`, signal), get("/api/exercises", signal),
  ]);
  const title = inLanguage(plan.title);
  return editing(plan, exercises, { title, signal, taken: null });
}

function editing(plan, exercises, { title, signal, taken }) {
  const heading = h("h1", {}, title);
  const editor = new PlanEditor(plan, new KnownExercises(exercises, plan.exercises), {
    taken,
    signal,
    onKept: (id) => {
      replace(heading, t("plan.change_title"));
      // The address of the kept plan, so that loading the page again shows it.
      history.replaceState(null, "", address("plan", id));
    },
  });
  return {
    title,
    content: [
      h("p", {}, linkButton(address("plan"), t("plan.all"), { icon: "back" })),
      heading,
      editor.element,
    ],
    mayLeave: () => editor.mayLeave(),
  };
}
