// What was found in a demonstration, and what the user says about it. In: a lesson. Out: a file.

import { address } from "../shared/addresses.js";
import { mine, post, postText } from "../shared/api.js";
import { h, replace, write } from "../shared/dom.js";
import { chosenLanguage, t } from "../shared/texts.js";
import { announce, button, linkButton, troubleNotice } from "../shared/widgets.js";
import { adjust } from "./adjust.js";
import { film } from "./film.js";

/** The lesson of one demonstration. Holds what was learned and what does not count. */
export class Found {
  constructor({ id, about, video, again, signal }) {
    this._id = id;
    this._about = about;
    this._again = again;
    this._bad = new Set();
    this._lesson = null;
    this._pictures = 0;
    this._given = "";
    this._names = { nl: t("teach.name_first"), en: t("teach.name_first") };
    this._film = film(video, signal);
    this._list = h("ol", { class: "plain teach-list", "data-test": "teach-repetitions" });
    this._remarks = h("ul", { "data-test": "teach-remarks" });
    this._picture = h("figure", { class: "teach-signals" });
    this._faults = h("fieldset", { class: "teach-faults", "data-test": "teach-faults" });
    this._news = h("div", { "data-test": "teach-result" });
    this._nameless = h("div", { "data-test": "teach-nameless" });
    this._title = h("h2", {});
    this._adjust = h("div", {});
    this._answer = h("div", { "data-test": "teach-answer" });
    this._form = this._ask();
    this.element = h("div", {});
  }

  /** Learn, and show what was found or why nothing was. */
  async begin() {
    const refused = await this.learn();
    if (refused !== null) {
      write(this._title, t("teach.not_learned"));
      this._film.mark([], 1);
    }
    replace(this.element, refused === null ? [this._found(), this._form] : this._nothing(refused));
    replace(this._adjust, adjust({
      about: this._about,
      film: this._film,
      open: refused !== null && this._isChosen(),
      onAgain: (about) => this._change(about),
    }));
  }

  /** Let a screen reader begin with what was found. */
  focus() {
    this._title.tabIndex = -1;
    this._title.focus();
  }

  /** Learn with what is said so far; return why nothing was learned, or null. */
  async learn() {
    const answer = await post(`/api/teach/${this._id}/lesson?lang=${chosenLanguage()}`,
      this._wish());
    if (answer.refused) return answer.refused;
    this._lesson = answer;
    this._draw();
    return null;
  }

  _wish() {
    const chosen = [...this._faults.querySelectorAll("input")];
    return {
      ...this._names,
      ...this._about,
      // Only what the user wrote: what was given has both languages.
      instruction: this._how.value.trim() === this._given ? "" : this._how.value,
      not_counted: [...this._bad],
      faults: chosen.length === 0 ? null
        : chosen.filter((each) => each.checked).map((each) => each.value),
    };
  }

  // A part or a number was said: then that is the first thing to look at.
  _isChosen() {
    const { repetitions = null, from_s: from = null, until_s: until = null } = this._about;
    return [repetitions, from, until].some((each) => each !== null);
  }

  _nothing(why) {
    return h("section", { class: "card", "data-test": "teach-refused" }, this._title,
      h("p", { class: "notice mind", role: "alert" }, why), this._actions(true),
      this._film.element, this._adjust);
  }

  _found() {
    return h("section", { class: "card" }, this._title,
      h("p", {}, t(this._about.hold ? "teach.found_hold_words" : "teach.found_words")),
      this._film.element, this._list,
      h("h3", {}, t("teach.learned")), this._remarks, this._picture,
      this._adjust, this._actions(false));
  }

  _actions(main) {
    return h("div", { class: "actions" }, button(t("teach.again"), () => this._again(),
      { look: main ? "main" : null, test: "teach-again" }));
  }

  /** Learn from another part, or another number. What did not count was of the old one. */
  async _change(about) {
    this._about = about;
    this._bad.clear();
    replace(this._faults);
    this._wait(this._adjust);
    try {
      await this.begin();
      replace(this._answer);
      this.focus();
    } catch (error) {
      replace(this._answer, troubleNotice(error));
    }
  }

  // A second or two on a slow computer: without a word where somebody looks, nothing happens.
  _wait(place) {
    place.append(this._answer);
    replace(this._answer, h("p", { role: "status" }, t("teach.learning")));
  }

  _ask() {
    const field = (id, words, value, test) => {
      const input = h("input", { id, type: "text", maxlength: 100, value, class: "teach-name",
        "data-test": test });
      return [h("label", { for: id, class: "block" }, words), input];
    };
    const own = chosenLanguage();
    const names = { nl: t("teach.name_nl"), en: t("teach.name_en") };
    const asked = (language) => field(`teach-${language}`, language === own ? names[language]
      : `${names[language]} ${t("teach.may_stay_empty")}`, "", `teach-${language}`);
    const [nl, en] = [asked("nl"), asked("en")];
    this._how = h("textarea", { id: "teach-how", rows: 3, maxlength: 400, class: "teach-how",
      "data-test": "teach-how" });
    const keep = button(t("teach.keep"), () => this._keep(nl[1], en[1]),
      { look: "main", test: "teach-keep" });
    return h("section", { class: "card", "aria-labelledby": "teach-name-it" },
      h("h2", { id: "teach-name-it" }, t("teach.name_it")),
      own === "nl" ? [nl, en] : [en, nl], this._nameless,
      h("label", { for: "teach-how", class: "block" }, t("teach.how")), this._how,
      this._faults, h("div", { class: "actions" }, keep), this._news);
  }

  _draw() {
    const { repetitions, remarks, faults, duration_s: duration } = this._lesson;
    const words = this._lesson.hold ? t("teach.found_hold")
      : t("teach.found", { count: repetitions.filter((each) => each.counts).length });
    write(this._title, words);
    announce(words);
    this._film.mark(repetitions, duration);
    replace(this._list, repetitions.map((each) => this._row(each)));
    replace(this._remarks, remarks.map((each) => h("li", {}, each)));
    // The picture of this lesson, not of an earlier one.
    const source = mine(`/api/teach/${this._id}/signals.png?n=${this._pictures++}`);
    replace(this._picture,
      h("a", { href: source, target: "_blank" },
        h("img", { src: source, alt: t("teach.signals"), "data-test": "teach-signals" })),
      h("figcaption", { class: "quiet" }, t("author.signals_words")));
    if (this._faults.childElementCount === 0) this._offer(faults);
    if (this._given === "") {
      this._given = this._lesson.instruction;
      this._how.value = this._given;
    }
  }

  _row(each) {
    const times = t("teach.from_to", { from: seconds(each.start_s), to: seconds(each.end_s) });
    const name = t("teach.repetition", { number: each.number });
    return h("li", { class: each.counts ? "teach-row" : "teach-row teach-out" },
      h("span", { class: "teach-what" }, h("strong", {}, name), ` ${times}`,
        !each.counts && h("span", { class: "quiet" }, ` (${t("teach.does_not_count")})`)),
      this._film.playable && button(t("teach.look"),
        () => this._film.play(each.start_s, each.end_s), { icon: "play" }),
      !this._lesson.hold && h("button", {
        type: "button",
        "aria-pressed": this._bad.has(each.number),
        "aria-label": `${name}: ${t("teach.not_counted")}`,
        "data-test": `teach-bad-${each.number}`,
        onclick: () => this._correct(each.number),
      }, t("teach.not_counted")));
  }

  async _correct(number) {
    const had = this._bad.delete(number);
    if (!had) this._bad.add(number);
    this._wait(this._list.children[number - 1]);
    try {
      const refused = await this.learn();
      replace(this._answer, refused !== null
        && h("p", { class: "notice mind", role: "alert" }, refused));
      if (refused === null) return;
      // What was learned before stands.
      if (had) this._bad.add(number);
      else this._bad.delete(number);
    } catch (error) {
      replace(this._answer, troubleNotice(error));
    }
  }

  _offer(faults) {
    replace(this._faults,
      h("legend", {}, t("teach.watch")),
      faults.map((each) => h("label", { class: "teach-choice" },
        h("input", { type: "checkbox", value: each.id, checked: each.chosen }),
        h("span", {}, each.name, h("span", { class: "quiet" }, ` “${each.say}”`)))));
  }

  async _keep(nl, en) {
    const name = nl.value.trim() || en.value.trim();
    replace(this._nameless);
    if (name === "") {
      replace(this._nameless,
        h("p", { class: "notice mind", role: "alert" }, t("teach.name_first_words")));
      (chosenLanguage() === "nl" ? nl : en).focus();
      return;
    }
    this._names = { nl: nl.value.trim() || name, en: en.value.trim() || name };
    try {
      const refused = await this.learn();
      if (refused !== null) throw new Error(refused);
      const kept = await postText("/api/author", this._lesson.text);
      if (!kept.kept) throw new Error(kept.mistakes?.[0]?.text ?? "not kept");
      this._done();
    } catch (error) {
      replace(this._news, troubleNotice(error));
    }
  }

  _done() {
    const name = this._names[chosenLanguage()];
    const words = t("teach.kept", { name });
    replace(this._news,
      h("div", { class: "notice good", role: "status", "data-test": "teach-kept" },
        h("p", {}, words),
        linkButton(address("train", this._lesson.id), t("teach.train"),
          { main: true, icon: "play", test: "teach-train" }),
        linkButton(address("exercise", this._lesson.id), t("author.see"))));
  }
}

function seconds(value) {
  return new Intl.NumberFormat(chosenLanguage(), { maximumFractionDigits: 1 }).format(value);
}
