// Which page is shown. In: the address after the #. Out: the page in <main>, its title, the focus.

import { place } from "./shared/addresses.js";
import { focusHeading, replace } from "./shared/dom.js";
import { t } from "./shared/texts.js";
import { loading, troublePage } from "./shared/widgets.js";

const PAGES = {
  after: () => import("./train/after.js"),
  analyze: () => import("./analyze/page.js"),
  exercises: () => import("./exercises/page.js"),
  exercise: () => import("./exercises/exercise.js"),
  progress: () => import("./progress/page.js"),
  review: () => import("./review/page.js"),
  sessions: () => import("./sessions/page.js"),
  settings: () => import("./settings/page.js"),
  today: () => import("./today/page.js"),
  train: () => import("./train/page.js"),
};
// Under which entry of the menu a page stands.
const MENU = { exercise: "exercises", review: "sessions" };
const NOWHERE = { name: "today", about: "" };
const SHOW_LOADING_AFTER_MS = 250;

let leaving = new AbortController();

/** Show the page of the address, now and whenever it changes. */
export async function startRouter() {
  addEventListener("hashchange", () => render({ focus: true }));
  await render({ focus: false });
}

const renderAgain = () => render({ focus: false });

async function render({ focus }) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const main = document.querySelector("main");
  const asked = place();
  const known = Object.hasOwn(PAGES, asked.name);
  const { name, about, query } = known ? asked : { ...asked, ...NOWHERE };
  // What still stands there is of the page before: it is not to be pressed any more.
  main.inert = true;
  const wait = setTimeout(() => {
    main.inert = false;
    replace(main, loading());
  }, SHOW_LOADING_AFTER_MS);
  let page;
  try {
    const { open } = await PAGES[name]();
    page = await open({ about, query, signal, again: renderAgain });
  } catch (error) {
    if (signal.aborted) return;
    page = troublePage(error, renderAgain);
  } finally {
    clearTimeout(wait);
  }
  if (signal.aborted) return;
  document.body.dataset.page = name;
  markMenu(MENU[name] ?? name);
  document.title = `${page.title} – ${t("app.name")}`;
  replace(main, page.content);
  main.inert = false;
  if (focus) {
    scrollTo(0, 0);
    focusHeading(main);
  }
  page.shown?.();
}

function markMenu(name) {
  for (const link of document.querySelectorAll("[data-menu]")) {
    if (link.dataset.menu === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}
