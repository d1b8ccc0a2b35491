// Some weeks for a physiotherapist, and what others handed over. In: a choice. Out: files, a bar.

import { download, post, upload } from "./api.js";
import { freshId, h, replace } from "./dom.js";
import { dropZone } from "./drop.js";
import { chosenLanguage, shortDay, t } from "./texts.js";
import { announce, button, linkButton, troubleNotice } from "./widgets.js";

const CHOICES = [1, 2, 4, 6, 8, 12, 26, 52];
const USUAL = 4;

/** Return the section that makes one page, or a bundle, of the last weeks. */
export function handoverSection() {
  const id = freshId("weeks");
  const weeks = h("select", { id, "data-test": "weeks" }, CHOICES.map((count) =>
    h("option", { value: count, selected: count === USUAL }, t("handover.last_weeks", { count }))));
  const news = h("div", {});
  const take = (kind) => () => made(kind, weeks.value, news);
  return h("section", { class: "card handover", "aria-labelledby": "handover" },
    h("h2", { id: "handover" }, t("handover.title")),
    h("p", {}, t("handover.words")),
    h("p", { class: "weeks-field" }, h("label", { for: id }, t("handover.weeks")), weeks),
    h("div", { class: "actions" },
      button(t("handover.page"), take("period.pdf"), { icon: "down", test: "period-page" }),
      button(t("handover.bundle"), take("bundle.zip"), { icon: "down", test: "period-bundle" })),
    news);
}

/** Return the button for the page of the last four weeks. */
export function handoverButton() {
  const news = h("div", {});
  return h("section", { class: "handover", "aria-label": t("handover.title") },
    h("div", { class: "actions" },
      button(t("handover.today"), () => made("period.pdf", USUAL, news),
        { icon: "down", test: "period-page" })),
    news);
}

async function made(kind, weeks, news) {
  replace(news, h("p", { role: "status" }, t("handover.making")));
  try {
    await download(`/api/report/${kind}?weeks=${weeks}&lang=${chosenLanguage()}`);
  } catch (error) {
    replace(news, troubleNotice(error));
    return;
  }
  replace(news, h("p", {}, t("handover.made")));
  announce(t("handover.made"));
}

/** Return the section that opens what somebody handed over. */
export function openSection() {
  const news = h("div", {});
  return h("section", { class: "card", "aria-labelledby": "open-handover" },
    h("h2", { id: "open-handover" }, t("handover.open_title")),
    h("p", {}, t("handover.open_words")),
    dropZone({
      words: t("handover.drop"),
      choose: t("handover.choose"),
      accept: ".zip,application/zip",
      onFile: (file) => openBundle(file, news),
      test: "bundle-file",
    }),
    news);
}

/** Open a bundle and draw the page again, for reading; what is wrong stands in `news`. */
export async function openBundle(file, news) {
  replace(news, h("p", { role: "status" }, t("handover.making")));
  try {
    await upload(`/api/bundles?${new URLSearchParams({ name: file.name })}`, file, () => {});
  } catch (error) {
    replace(news, troubleNotice(error));
    return;
  }
  location.hash = "#/progress";
  location.reload();
}

/** Return the bar above a bundle that is open; null without one. */
export function readingBar(reading) {
  if (reading === null) return null;
  const places = { name: reading.person, first: shortDay(reading.first),
    last: shortDay(reading.last) };
  const words = reading.person === ""
    ? t("handover.reading_nameless", places) : t("handover.reading", places);
  const close = async () => {
    await post("/api/bundles/close");
    location.hash = "#/today";
    location.reload();
  };
  return h("div", { class: "notice reading", "data-test": "reading" },
    h("p", {}, words, " ", t("handover.read_only")),
    h("div", { class: "actions" },
      reading.has_page && linkButton("/api/bundles/page.pdf", t("handover.its_page"),
        { icon: "down", test: "its-page" }),
      reading.closes && button(t("handover.close"), close, { test: "close-bundle" })));
}
