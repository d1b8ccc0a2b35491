// The entry point: loads texts and settings, draws the menu, opens the page of the address.

import { reloadFailed, startRouter } from "./router.js";
import { address } from "./shared/addresses.js";
import { Trouble } from "./shared/api.js";
import { focusHeading, h, replace } from "./shared/dom.js";
import { catchStrayDrops } from "./shared/drop.js";
import { openBundle, readingBar } from "./shared/handover.js";
import { dot, nameOf, reloadWhenChosen } from "./shared/persons.js";
import { keepStoppedPage, stayInTouch } from "./shared/presence.js";
import { shape } from "./shared/shapes.js";
import { loadStart, person, settings, state } from "./shared/state.js";
import { loadTexts, t } from "./shared/texts.js";
import { troublePage } from "./shared/widgets.js";

const READABLE = new Set(["progress", "sessions"]);

async function begin() {
  const main = document.querySelector("main");
  try {
    await loadTexts();
    await loadStart();
    if (document.documentElement.lang !== settings().language) await loadTexts(settings().language);
  } catch (error) {
    showFailure(main, error);
    return;
  }
  document.addEventListener("language", dress);
  catchStrayDrops((file) => openBundle(file, document.querySelector(".reading-place")));
  reloadWhenChosen();
  dress();
  stayInTouch(reloadFailed);
  keepStoppedPage();
  await startRouter();
}

/** Write the texts around the page. */
function dress() {
  const entries = [
    ["today", t("menu.today")],
    ["plan", t("menu.plan")],
    ["exercises", t("menu.exercises")],
    ["sessions", t("menu.sessions")],
    ["progress", t("menu.progress")],
    ["settings", t("menu.settings")],
  ];
  const { reading } = state.start;
  // What was handed over is only looked at: there is nothing to start or to set.
  const shown = reading === null ? entries : entries.filter(([name]) => READABLE.has(name));
  document.body.dataset.reading = reading !== null;
  replace(document.querySelector(".reading-place"), readingBar(reading));
  const skip = document.querySelector(".skip-link");
  skip.textContent = t("app.skip");
  skip.onclick = (event) => {
    // What follows the # is the address of a page, not an anchor.
    event.preventDefault();
    focusHeading(document.querySelector("main"));
  };
  const list = h("ul", { id: "menu" }, shown.map(([name, words]) =>
    h("li", {}, h("a", { href: address(name), "data-menu": name }, words))));
  const chosen = person();
  const several = state.start.persons.length > 1;
  replace(document.querySelector("header .who"), several && chosen !== null && badge(chosen));
  const nav = document.querySelector("nav");
  nav.setAttribute("aria-label", t("menu.name"));
  nav.hidden = chosen === null;
  replace(nav, menuButton(list), list);
  replace(document.querySelector("footer"),
    h("p", {}, t("app.footer")), h("p", {}, `stabiel ${state.start.version}`));
}

/** Return the name of the person that this page is for; it leads to the others. */
function badge(chosen) {
  const label = t("persons.you_are", { name: nameOf(chosen) });
  return h("a", { href: address("persons"), "data-test": "who", "aria-label": label, title: label },
    dot(chosen), h("span", {}, nameOf(chosen)));
}

/** Return the button that opens the menu on a narrow page. */
function menuButton(list) {
  const button = h("button", { type: "button", class: "menu-button", "aria-expanded": false,
    "aria-controls": "menu" }, shape("menu"), t("menu.name"));
  const turn = (open) => {
    button.setAttribute("aria-expanded", open);
    list.classList.toggle("open", open);
  };
  button.addEventListener("click", () => turn(button.getAttribute("aria-expanded") !== "true"));
  list.addEventListener("click", () => turn(false));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    turn(false);
    button.focus();
  });
  return button;
}

function showFailure(main, error) {
  console.error(error);
  if (error instanceof Trouble) {
    replace(main, troublePage(error, () => location.reload()).content);
    return;
  }
  // No texts are loaded yet; index.html contains these, in both languages.
  document.getElementById("no-words").hidden = false;
  document.querySelector("main .loading")?.remove();
}

begin();
