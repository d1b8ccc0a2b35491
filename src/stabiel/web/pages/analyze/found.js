// The exercises found in one video. In: an analysis, or a session of one. Out: a strip, and a list.

import { address } from "../shared/addresses.js";
import { get } from "../shared/api.js";
import { h, s } from "../shared/dom.js";
import { chosenLanguage, clock, t } from "../shared/texts.js";
import { whoseVideo } from "../shared/whose.js";
import { empty, linkButton } from "../shared/widgets.js";

// A number needs this share of the strip: 15 pixels on a phone.
const LEAST_NUMBERED = 0.045;

// What is opened from one of its sessions comes from the records: the list forgets at a restart.
const OF_SESSION = "session-";

export async function openFound({ about, signal }) {
  const [analysis, videos] = await Promise.all([
    about.startsWith(OF_SESSION)
      ? get(`/api/sessions/${encodeURIComponent(about.slice(OF_SESSION.length))}/search`, signal)
      : listed(about, signal),
    get("/api/days/videos", signal),
  ]);
  const title = t("found.title");
  const back = linkButton(address("analyze"), t("found.back"));
  if (!analysis) {
    return { title, content: [h("h1", {}, title), empty(t("found.gone"), t("found.kept"), back)] };
  }
  const { name } = analysis;
  const found = analysis.found[chosenLanguage()];
  const asked = new Set(videos.map((each) => each.id));
  return {
    title,
    content: [
      h("p", { class: "quiet" }, name),
      h("h1", {}, found.headline),
      found.segments.length > 0 && strip(found),
      exercises(found, asked),
      rest(found),
      h("div", { class: "actions" }, back),
    ],
  };
}

async function listed(about, signal) {
  const all = await get("/api/analyses", signal);
  return all.find((each) => String(each.id) === about && each.found !== null);
}

function strip({ segments, duration_s: length, headline }) {
  return h("div", { class: "found-strip", "data-test": "found-strip" },
    s("svg", { role: "group", "aria-label": headline, height: 40 },
      s("rect", { class: "bed", x: 0, y: 2, width: "100%", height: 36, rx: 4 }),
      segments.map(part)),
    h("p", { class: "quiet" }, h("span", {}, clock(0)), h("span", {}, clock(length))));
}

function part(segment) {
  const { number, from, to } = segment;
  const words = `${number}. ${segment.name}, ${times(segment)}`;
  return s("a", { href: address("review", segment.session), "aria-label": words },
    s("title", {}, words),
    s("rect", { class: "part", x: share(from), y: 2, width: share(to - from), height: 36, rx: 4 }),
    to - from >= LEAST_NUMBERED && s("text", { x: share((from + to) / 2), y: 26 }, String(number)));
}

function exercises({ segments }, asked) {
  if (segments.length === 0) return h("p", { class: "lead" }, t("found.choose"));
  return h("section", { "aria-labelledby": "found-exercises" },
    h("h2", { id: "found-exercises" }, t("found.exercises")),
    h("ol", { class: "rows", "data-test": "found" }, segments.map((each) =>
      h("li", { class: "row" },
        h("span", { class: "name" }, `${each.number}. ${each.name}`),
        h("span", {}, times(each)),
        h("span", {}, each.words),
        each.perhaps !== "" && h("p", { class: "quiet found-wide" }, each.perhaps),
        asked.has(each.session) && whoseVideo({ id: each.session }),
        h("span", { class: "actions" },
          linkButton(address("review", each.session), t("found.report"),
            { main: true, test: "found-report" }))))));
}

function rest({ none }) {
  if (none.length === 0) return null;
  return h("section", { "aria-labelledby": "found-none" },
    h("h2", { id: "found-none" }, t("found.none")),
    h("ul", { class: "plain found-none" }, none.map((each) =>
      h("li", {}, h("span", { class: "quiet" }, times(each)), " ", each.why))));
}

function times({ start_s: start, end_s: end }) {
  return `${clock(start)}–${clock(end)}`;
}

function share(value) {
  return `${(100 * value).toFixed(2)}%`;
}
