// Teaching an exercise: show it, look at what was found, name it and keep it.

import { get, post, remove, upload } from "../shared/api.js";
import { h, replace } from "../shared/dom.js";
import { errorWords, t } from "../shared/texts.js";
import { button, troubleNotice } from "../shared/widgets.js";
import { Found } from "./found.js";
import { MOST_SESSIONS, showing } from "./showing.js";

const ASK_AGAIN_MS = 700;

export async function open({ signal }) {
  const sessions = await get(`/api/sessions?most=${MOST_SESSIONS}`, signal);
  const title = t("teach.title");
  const place = h("div", { "data-test": "teach" });
  const teaching = new Teaching(place, sessions, signal);
  teaching.begin();
  return { title, content: [h("h1", {}, title), place] };
}

/** One lesson, from the demonstration to the file. Holds the number of the demonstration. */
class Teaching {
  constructor(place, sessions, signal) {
    this._place = place;
    this._sessions = sessions;
    this._signal = signal;
    this._number = null;
    signal.addEventListener("abort", () => this._forget());
  }

  /** Ask for a demonstration. */
  begin() {
    this._forget();
    const shown = showing({
      sessions: this._sessions,
      signal: this._signal,
      onVideo: (video, about) => this._take(() => this._send(video), about, video),
      onSession: (id, from, until, about) => {
        const query = new URLSearchParams({ from_s: from, until_s: until });
        this._take(() => post(`/api/teach/session/${id}?${query}`), about, null);
      },
    });
    replace(this._place, shown);
  }

  async _take(ask, about, video) {
    this._bar = h("progress", { max: 1, "aria-label": t("teach.looking") });
    replace(this._place,
      h("section", { class: "card" },
        h("h2", {}, t("teach.looking")), h("p", {}, t("teach.looking_words")), this._bar,
        button(t("app.cancel"), () => this.begin())));
    try {
      const { id } = await ask();
      this._number = id;
      const entry = await this._looked(id);
      if (entry === null) return;
      if (entry.error) this._refuse(errorWords(entry.error.id) ?? entry.error.text);
      else await this._show(id, about, video);
    } catch (error) {
      if (error.name === "AbortError" || this._signal.aborted) return;
      replace(this._place, troubleNotice(error, () => this.begin()));
    }
  }

  // The upload is the first tenth of the bar.
  _send(video) {
    return upload("/api/teach", video, (share) => (this._bar.value = share / 10), this._signal);
  }

  /** Wait until a demonstration was looked at; null if it was given up. */
  async _looked(id) {
    for (;;) {
      if (this._signal.aborted || this._number !== id) return null;
      const entry = await get(`/api/teach/${id}`, this._signal);
      if (entry.state !== "running") return entry;
      this._bar.value = 0.1 + 0.9 * entry.share;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }

  async _show(id, about, video) {
    const found = new Found({ id, about, video, again: () => this.begin(), signal: this._signal });
    await found.begin();
    replace(this._place, found.element);
    found.focus();
  }

  _refuse(words) {
    const heading = h("h2", {}, t("teach.not_learned"));
    replace(this._place,
      h("section", { class: "card", "data-test": "teach-refused" }, heading,
        h("p", { role: "alert" }, words),
        h("div", { class: "actions" },
          button(t("teach.again"), () => this.begin(), { look: "main", test: "teach-again" }))));
  }

  _forget() {
    if (this._number !== null) remove(`/api/teach/${this._number}`).catch(() => {});
    this._number = null;
  }
}
