// Shows the current page. In: the address after the #. Out: the page in <main>, title, focus.

import { address, place } from "./shared/addresses.js";
import { get, goneIfSilent } from "./shared/api.js";
import { focusHeading, replace } from "./shared/dom.js";
import { person, settings, state } from "./shared/state.js";
import { t } from "./shared/texts.js";
import { loading, troublePage } from "./shared/widgets.js";

const PAGES = {
  after: () => import("./train/after.js"),
  analyze: () => import("./analyze/page.js"),
  author: () => import("./author/page.js"),
  "by-hand": () => import("./by-hand/page.js"),
  days: () => import("./days/page.js"),
  doctor: () => import("./doctor/page.js"),
  exercises: () => import("./exercises/page.js"),
  exercise: () => import("./exercises/exercise.js"),
  limit: () => import("./review/limit.js"),
  persons: () => import("./persons/page.js"),
  plan: () => import("./plan/page.js"),
  progress: () => import("./progress/page.js"),
  review: () => import("./review/page.js"),
  sessions: () => import("./sessions/page.js"),
  settings: () => import("./settings/page.js"),
  teach: () => import("./teach/page.js"),
  today: () => import("./today/page.js"),
  train: () => import("./train/page.js"),
  tv: () => import("./train/tv.js"),
  welcome: () => import("./welcome/page.js"),
};
// The menu entry of a page that has none of its own.
const MENU = {
  analyze: "sessions", author: "settings", "by-hand": "sessions", days: "sessions",
  doctor: "settings", exercise: "exercises", limit: "sessions", persons: "settings",
  review: "sessions", teach: "exercises", tv: "today",
};
const DEFAULT_PAGE = { name: "today", about: "" };
// What can be looked at of a bundle that was handed over; everything else would change something.
const READABLE = new Set(["days", "progress", "review", "sessions"]);
const FIRST_READ = { name: "progress", about: "" };
const SHOW_LOADING_AFTER_MS = 250;

let leaving = new AbortController();
// Of the page that is shown: what asks before its changes are lost.
let mayLeave = null;
let asking = false;
// Whether an error is shown instead of the page.
let failed = false;

/** Show the page of the address, now and whenever the address changes. */
export async function startRouter() {
  addEventListener("hashchange", follow);
  await greet();
  await render({ focus: false });
}

/** Lead somebody new, who asked for no page in particular, to the first visit. */
async function greet() {
  if (!["", "today"].includes(place().name) || person() === null || settings().welcomed) return;
  // What is wrong with the records is said on the page itself.
  const { due } = await get("/api/welcome").catch(() => ({ due: false }));
  if (due) history.replaceState(null, "", address("welcome"));
}

async function follow({ oldURL }) {
  // The address may change once more while the user decides; it is read after that.
  if (asking) return;
  if (mayLeave !== null) {
    asking = true;
    const goes = await mayLeave();
    asking = false;
    if (!goes) {
      history.replaceState(null, "", oldURL);
      return;
    }
  }
  await render({ focus: true });
}

/** Load a page again that could not be shown; others may hold what is not saved yet. */
export function reloadFailed() {
  if (failed) location.reload();
}

const renderAgain = () => render({ focus: false });

async function render({ focus }) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const main = document.querySelector("main");
  const asked = place();
  const known = Object.hasOwn(PAGES, asked.name);
  const reading = state.start.reading !== null;
  const opens = known && (!reading || READABLE.has(asked.name));
  const wanted = opens ? asked : { ...asked, ...(reading ? FIRST_READ : DEFAULT_PAGE) };
  const { name, about, query } = person() === null ? { ...wanted, name: "persons" } : wanted;
  // The previous page still stands there: its buttons must not work any more.
  main.inert = true;
  const wait = setTimeout(() => {
    main.inert = false;
    replace(main, loading());
  }, SHOW_LOADING_AFTER_MS);
  let page;
  failed = false;
  try {
    const { open } = await PAGES[name]().catch(goneIfSilent);
    page = await open({ about, query, signal, again: renderAgain });
  } catch (error) {
    if (signal.aborted) return;
    failed = true;
    page = troublePage(error, renderAgain);
  } finally {
    clearTimeout(wait);
  }
  if (signal.aborted) return;
  mayLeave = page.mayLeave ?? null;
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
