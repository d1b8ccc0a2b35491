// Tries an exercise on a video. In: an exercise and a video. Out: a picture of all signals.

import { get, mine, remove, upload } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { dropZone } from "../shared/drop.js";
import { shape } from "../shared/shapes.js";
import { errorWords, t } from "../shared/texts.js";
import { announce, button, troubleNotice } from "../shared/widgets.js";

const ASK_AGAIN_MS = 1000;
const UNFINISHED = new Set(["waiting", "running"]);

/**
 * Return the form of a trial, with the picture of the last one below it.
 * Its `offer` takes the exercises to choose from.
 */
export function trial(exercises, signal) {
  const choice = h("select", { id: "tried", "data-test": "tried" });
  const offer = (all) => {
    const { value } = choice;
    replace(choice,
      h("option", { value: "" }, t("analyze.choose")),
      // One's own are what is tried most.
      all.toSorted((a, b) => b.own - a.own)
        .map((each) => h("option", { value: each.id }, each.name)));
    choice.value = value;
  };
  offer(exercises);
  const news = h("div", { "data-test": "trial" });
  const take = async (file) => {
    if (choice.value === "") {
      replace(news, h("div", { class: "notice mind", role: "alert" },
        shape("triangle"), h("p", {}, t("analyze.choose_first"))));
      choice.focus();
      return;
    }
    try {
      await tryOn(file, choice, news, signal);
    } catch (error) {
      if (error.name === "AbortError") replace(news);
      else replace(news, troubleNotice(error));
    }
  };
  const element = h("section", { class: "card", "aria-labelledby": "try" },
    h("h2", { id: "try" }, t("author.try")),
    h("p", {}, t("author.try_words")),
    h("label", { for: "tried", class: "block" }, t("analyze.which")), choice,
    dropZone({
      words: t("analyze.drop"),
      choose: t("analyze.file"),
      accept: "video/*",
      onFile: take,
      test: "trial-file",
    }),
    news);
  return { element, offer };
}

async function tryOn(file, choice, news, signal) {
  const stopping = new AbortController();
  const either = AbortSignal.any([stopping.signal, signal]);
  const words = t("author.trying", { name: file.name });
  const bar = h("progress", { max: 1, "aria-label": words });
  replace(news, h("p", {}, words), bar, button(t("app.cancel"), () => stopping.abort()));
  const query = new URLSearchParams({ exercise: choice.value, name: file.name, trial: true });
  // The upload is the first tenth of the bar.
  const { id } = await upload(`/api/analyses?${query}`, file,
    (share) => (bar.value = share / 10), either);
  const ended = await end(id, bar, either);
  if (ended.error) {
    replace(news, h("div", { class: "notice mind", role: "alert" },
      shape("triangle"), h("p", {}, errorWords(ended.error.id) ?? ended.error.text)));
    return;
  }
  const name = choice.selectedOptions[0].textContent;
  const address = mine(`/api/analyses/${id}/signals.png`);
  replace(news, h("figure", { class: "signals" },
    h("a", { href: address, target: "_blank" },
      h("img", { src: address, alt: t("author.signals", { name }), "data-test": "signals" })),
    h("figcaption", { class: "quiet" }, t("author.signals_words"))));
  announce(t("author.signals", { name }));
}

/** Wait until a trial is over and return its entry; canceling the wait removes the trial. */
async function end(id, bar, signal) {
  signal.addEventListener("abort", () => remove(`/api/analyses/${id}`).catch(() => {}));
  for (;;) {
    signal.throwIfAborted();
    const all = await get("/api/analyses", signal);
    const entry = all.find((each) => each.id === id);
    if (!entry || !UNFINISHED.has(entry.state)) return entry ?? {};
    if (entry.share !== null) bar.value = 0.1 + 0.9 * entry.share;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}
