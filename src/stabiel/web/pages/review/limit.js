// A limit as a line to move over a session. In: a session. Out: what would count.

import { address } from "../shared/addresses.js";
import { get, postText } from "../shared/api.js";
import { freshId, h, replace, s, write } from "../shared/dom.js";
import { mark, shape } from "../shared/shapes.js";
import { clock, number, t } from "../shared/texts.js";
import { announce, button, linkButton, troubleNotice } from "../shared/widgets.js";
import { curveLane, rangeOf } from "./curve.js";
import { found, legend, nameOf, sideKeys, spanWords } from "./limit-words.js";
import { stretched } from "./timeline.js";

// While the line moves nothing is asked: every answer judges the whole session again.
const WAIT_MS = 250;
// In degrees or centimeters.
const FINEST = 0.5;
const ARROW = 1;

export async function open({ about, signal }) {
  const path = `/api/sessions/${encodeURIComponent(about)}`;
  const [review, own] = await Promise.all([get(path, signal), get(`${path}/limit`, signal)]);
  const title = t("limit.title", { exercise: review.exercise.name });
  const back = linkButton(address("review", about), t("limit.back"), { icon: "back" });
  const place = h("div", {});
  let mover = null;
  const open = (answer) => {
    mover?.stop();
    mover = moverOf(path, review, answer, signal);
    replace(place, mover?.element ?? h("p", {}, t("limit.nothing")));
  };
  const choose = async (line) => {
    try {
      open(await get(`${path}/limit?line=${encodeURIComponent(line)}`, signal));
    } catch (error) {
      if (error.name === "AbortError") return;
      mover?.stop();
      replace(place, troubleNotice(error, () => choose(line)));
    }
  };
  open(own);
  return { title, content: [h("p", {}, back), h("h1", {}, title), h("p", {}, t("limit.words")),
    lines(own, choose), place] };
}

/** Return the list of limits to choose from. */
function lines({ lines: all, line }, choose) {
  const id = freshId("line");
  return h("div", { class: "field" }, h("label", { for: id }, t("limit.which")),
    h("select", { id, "data-test": "limit-line", onchange: (event) => choose(event.target.value) },
      all.map((each) =>
        h("option", { value: each.id, selected: each.id === line }, nameOf(each)))));
}

/** Return what moves a limit, or null if its measure was never seen. */
function moverOf(path, review, own, signal) {
  const curve = { ...own.curve, zone: null, target: own.limit };
  const seen = own.curve.series.some((each) => each.values.some((value) => value !== null));
  if (!seen) return null;
  const lane = curveLane(curve, review.session.source.duration_s);
  return new LimitMover(path, review, own, { range: rangeOf(curve), lane, signal });
}

/** The curve with its line, the slider, and what counts with the present limit. */
class LimitMover {
  constructor(path, review, own, { range, lane, signal }) {
    this._path = path;
    this._unit = own.unit;
    this._duration = review.session.source.duration_s;
    this._own = own;
    this._answer = own;
    this._range = range;
    this._signal = signal;
    signal.addEventListener("abort", () => this.stop());
    this._build(lane);
    this._move(own.limit, { asks: false });
    this._show();
  }

  /** Ask nothing any more. */
  stop() {
    clearTimeout(this._wait);
    this._stopped = true;
  }

  get _query() {
    return `${this._path}/limit?line=${encodeURIComponent(this._own.line)}&at=${this._at}`;
  }

  _build(lane) {
    const id = freshId("limit");
    this._line = s("line", { class: "limit-line", x1: 0, x2: 100 });
    this._good = s("rect", { class: "zone", x: 0, width: 100 });
    this._words = h("output", { for: id, "data-test": "limit-value" });
    this._count = h("p", { class: "lead", role: "status", "data-test": "limit-count" });
    this._bars = h("div", { class: "lane" });
    this._news = h("div", { "data-test": "limit-news" });
    this._slider = h("input", { id, type: "range", min: this._range.low, max: this._range.high,
      step: "any", "data-test": "limit",
      oninput: () => this._move(this._slider.valueAsNumber),
      onkeydown: (event) => this._key(event) });
    const place = h("div", { class: "limit-place", "data-test": "limit-place" }, lane,
      h("div", { class: "limit-over" }, stretched(this._good, this._line)));
    this._drag(place);
    this.element = h("div", {},
      this._count,
      h("div", { class: "limit-track" }, place, this._bars),
      h("label", { for: id }, t("limit.limit"), " ", this._words),
      this._slider,
      sideKeys(this._own.curve.series),
      h("p", { class: "quiet" }, t("limit.good_side"), " ", legend(this._own.kind)),
      h("div", { class: "actions" },
        button(t("limit.reset"), () => this._move(this._own.limit), { icon: "again" }),
        this._own.file !== null
          && button(t("limit.keep"), () => this._keep(), { look: "main", test: "limit-keep" })),
      this._news);
  }

  _drag(place) {
    const follow = (event) => {
      const { top, height } = place.getBoundingClientRect();
      const { low, high } = this._range;
      this._move(high - ((event.clientY - top) / height) * (high - low));
    };
    place.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      place.setPointerCapture(event.pointerId);
      follow(event);
    });
    place.addEventListener("pointermove", (event) => {
      if (place.hasPointerCapture(event.pointerId)) follow(event);
    });
  }

  _key(event) {
    const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this._move(this._at + by * ARROW);
  }

  /** Move the line; ask what counts once it rests. */
  _move(value, { asks = true } = {}) {
    const { low, high } = this._range;
    const within = Math.min(high, Math.max(low, value));
    const whole = Number((Math.round(within / FINEST) * FINEST).toFixed(2));
    this._at = value === this._own.limit ? value : whole;
    const y = 100 * (1 - (this._at - low) / (high - low));
    this._line.setAttribute("y1", y);
    this._line.setAttribute("y2", y);
    const above = this._own.good_above;
    this._good.setAttribute("y", above ? 0 : y);
    this._good.setAttribute("height", above ? y : 100 - y);
    this._slider.value = this._at;
    const words = `${number(this._at, 1)} ${this._unit}`;
    this._slider.setAttribute("aria-valuetext", words);
    write(this._words, words);
    clearTimeout(this._wait);
    if (asks) this._wait = setTimeout(() => this._ask(), WAIT_MS);
  }

  async _ask() {
    const at = this._at;
    try {
      const answer = await get(this._query, this._signal);
      // The line may have moved on meanwhile.
      if (at !== this._at || this._stopped) return;
      this._answer = answer;
      replace(this._news);
      this._show();
    } catch (error) {
      if (error.name === "AbortError" || this._stopped) return;
      replace(this._news, troubleNotice(error, () => this._ask()));
    }
  }

  _show() {
    write(this._count, found(this._answer, this._own));
    let place = 0;
    replace(this._bars, this._answer.spans.map((each) => {
      const words = spanWords(each, this._own.kind);
      if (each.counted) place += 1;
      const bar = h("span", { class: each.counted ? "bar" : "bar attempt", role: "img",
        "aria-label": `${clock(each.start_s)}: ${words}`, title: words, "data-test": "limit-bar" },
      each.counted ? number(place) : "×");
      bar.style.left = `${(100 * each.start_s) / this._duration}%`;
      bar.style.width = `${(100 * (each.end_s - each.start_s)) / this._duration}%`;
      return bar;
    }));
  }

  /** Keep the limit as an exercise of one's own. */
  async _keep() {
    try {
      clearTimeout(this._wait);
      const { file } = await get(this._query, this._signal);
      const answer = await postText("/api/author?replace=true", file);
      if (answer.kept) this._kept(answer);
      else this._refused(answer.mistakes);
    } catch (error) {
      if (error.name === "AbortError") return;
      replace(this._news, troubleNotice(error));
    }
  }

  _kept({ id, name }) {
    const words = t("limit.kept", { name });
    replace(this._news, h("div", { class: "notice good" }, mark(true), h("div", {},
      h("p", {}, words), linkButton(address("exercise", id), t("author.see")))));
    announce(words);
  }

  _refused(mistakes) {
    replace(this._news, h("div", { class: "notice mind", role: "alert" }, shape("triangle"),
      h("ul", {}, mistakes.map((each) => h("li", {}, each.text)))));
  }
}
