// Analyzes a recorded video: drop it, wait, review the result; or the exercises found in one.

import { address } from "../shared/addresses.js";
import { get, remove, upload } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { dropZone } from "../shared/drop.js";
import { shape } from "../shared/shapes.js";
import { chosenLanguage, errorWords, percent, size, t } from "../shared/texts.js";
import { whoseVideo } from "../shared/whose.js";
import { announce, button, linkButton, troubleNotice } from "../shared/widgets.js";

const MOST_BYTES = 2_000_000_000;
const ASK_AGAIN_MS = 1000;
// In the list of exercises: none is known, so they are looked for.
const FIND = { all: "?all", plan: "?plan" };
const UNFINISHED = new Set(["waiting", "running"]);

export async function open({ about, signal }) {
  if (about !== "") return (await import("./found.js")).openFound({ about, signal });
  const exercises = await get("/api/exercises", signal);
  const analyses = new Analyses(exercises, signal);
  await analyses.refresh();
  const title = t("analyze.title");
  return {
    title,
    content: [
      h("h1", {}, title),
      h("p", { class: "lead" }, t("analyze.words")),
      form(exercises, analyses, signal),
      analyses.element,
    ],
  };
}

function form(exercises, analyses, signal) {
  const choice = h("select", { id: "which", "data-test": "exercise" },
    h("option", { value: FIND.all }, t("analyze.any")),
    h("option", { value: FIND.plan }, t("analyze.of_plan")),
    exercises.map((each) => h("option", { value: each.id }, each.name)));
  const news = h("div", { "data-test": "upload" });
  const take = async (file) => {
    if (file.size > MOST_BYTES) {
      warn(news, t("analyze.too_large", { size: size(file.size) }));
      return;
    }
    await send(file, choice.value, news, signal);
    await analyses.refresh();
  };
  return h("div", { class: "card" },
    h("label", { for: "which", class: "block" }, t("analyze.which")), choice,
    dropZone({
      words: t("analyze.drop"),
      choose: t("analyze.file"),
      accept: "video/*",
      onFile: take,
      test: "video-file",
    }),
    news,
    h("p", { class: "quiet" }, t("analyze.stays")));
}

function warn(news, words) {
  replace(news, h("div", { class: "notice mind", role: "alert" },
    shape("triangle"), h("p", {}, words)));
}

async function send(file, exercise, news, signal) {
  const stopping = new AbortController();
  const bar = progressBar(0, t("analyze.sending", { name: file.name }));
  replace(news, h("p", {}, t("analyze.sending", { name: file.name })), bar,
    button(t("app.cancel"), () => stopping.abort(), { test: "stop-sending" }));
  const [find] = Object.entries(FIND).find(([, value]) => value === exercise) ?? [null];
  const query = new URLSearchParams({ ...(find ? { find } : { exercise }), name: file.name });
  const either = AbortSignal.any([stopping.signal, signal]);
  try {
    await upload(`/api/analyses?${query}`, file, (share) => (bar.value = share), either);
    replace(news);
    announce(t("analyze.sent", { name: file.name }));
  } catch (error) {
    if (error.name === "AbortError") replace(news);
    else replace(news, troubleNotice(error));
  }
}

function progressBar(share, words) {
  // Without a value it only shows that something is going on.
  const bar = h("progress", { max: 1, "aria-label": words });
  if (share !== null) bar.value = share;
  return bar;
}

/** The list of analyses. Holds the last answer, and asks again while one is unfinished. */
class Analyses {
  constructor(exercises, signal) {
    this.element = h("div", { "data-test": "analyses" });
    this._names = new Map(exercises.map((each) => [each.id, each.name]));
    this._signal = signal;
    this._known = new Map();
    this._asked = new Set();
    this._timer = null;
    signal.addEventListener("abort", () => clearTimeout(this._timer));
  }

  async refresh() {
    clearTimeout(this._timer);
    let all;
    try {
      // The page of the author shows the trials.
      all = (await get("/api/analyses", this._signal)).filter((each) => !each.trial);
      if (all.some((each) => each.session !== null)) await this._ask();
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(this.element, troubleNotice(error, () => this.refresh()));
      return;
    }
    this._announceNews(all);
    this._draw(all);
    if (all.some((each) => UNFINISHED.has(each.state)) && !this._signal.aborted) {
      this._timer = setTimeout(() => this.refresh(), ASK_AGAIN_MS);
    }
  }

  /** Look which videos still wait for an answer to "Is this you?". */
  async _ask() {
    const videos = await get("/api/days/videos", this._signal);
    this._asked = new Set(videos.map((each) => each.id));
  }

  _announceNews(all) {
    for (const each of all) {
      const before = this._known.get(each.id);
      if (before && before !== each.state && each.state === "done") {
        announce(t("analyze.ready", { name: each.name }));
      }
      this._known.set(each.id, each.state);
    }
  }

  /** Draw the list. Unchanged rows keep their elements, and so the focus on their buttons. */
  _draw(all) {
    const drawn = all.map((each) => `${each.id} ${each.state}`).join();
    if (drawn === this._drawn) {
      for (const each of all) this._move(each);
      return;
    }
    this._drawn = drawn;
    replace(this.element,
      all.length > 0 && h("h2", {}, t("analyze.list")),
      h("ul", { class: "rows" }, all.map((each) => this._row(each))));
  }

  _move(analysis) {
    const bar = this.element.querySelector(`[data-analysis="${analysis.id}"] progress`);
    if (bar && analysis.share !== null) bar.value = analysis.share;
    const words = this.element.querySelector(`[data-analysis="${analysis.id}"] .state`);
    words.textContent = stateWords(analysis);
  }

  _row(analysis) {
    const { found } = analysis;
    const exercise = analysis.find
      ? found?.[chosenLanguage()].headline ?? t("analyze.finds")
      : this._names.get(analysis.exercise) ?? analysis.exercise;
    return h("li", { class: "row", "data-analysis": analysis.id, "data-state": analysis.state },
      h("span", { class: "name" }, analysis.name),
      h("span", {}, exercise),
      h("span", { class: "state" }, stateWords(analysis)),
      this._asked.has(analysis.session) && whoseVideo({ id: analysis.session }),
      analysis.state === "running" && progressBar(analysis.share, analysis.name),
      h("span", { class: "actions" },
        analysis.session !== null
          && linkButton(address("review", analysis.session), t("analyze.look"),
            { main: true, test: "result" }),
        found !== null
          && linkButton(address("analyze", analysis.id), t("analyze.look"),
            { main: true, test: "result" }),
        this._removeButton(analysis)));
  }

  _removeButton(analysis) {
    const words = UNFINISHED.has(analysis.state) ? t("app.cancel") : t("analyze.forget");
    const drop = async () => {
      try {
        await remove(`/api/analyses/${analysis.id}`);
      } catch (error) {
        this.element.prepend(troubleNotice(error));
      }
      await this.refresh();
    };
    return button(words, drop, { test: "cancel" });
  }
}

function stateWords(analysis) {
  const { state, share, error } = analysis;
  if (state === "failed") return errorWords(error?.id) ?? error?.text ?? t("trouble.unknown");
  if (state === "running" && share !== null) return t("analyze.running", { share: percent(share) });
  const words = {
    waiting: t("analyze.waiting"),
    running: t("analyze.starting"),
    done: t("analyze.done"),
    cancelled: t("analyze.cancelled"),
  };
  return words[state];
}
