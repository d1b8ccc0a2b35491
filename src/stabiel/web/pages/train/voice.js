// One voice at a time. In: lines. Out: the browser's voice, or the server's, or tones.

import { mine } from "../shared/api.js";
import { isFailure, utter } from "../shared/speech.js";
import { localVoices } from "../shared/voices.js";
import { playTones } from "./tones.js";

const VOICES_COME_WITHIN_MS = 2000;
const LOOK_AGAIN_MS = 100;
const STALE_AFTER_MS = 2500;

/** Return the address of a line of the running session. */
const soundOf = (number) => `/api/speech/${number}.wav`;

/** Speaks lines. Holds the waiting lines, and which engine speaks. */
export class Voice {
  /**
   * @param {string} language "nl" or "en".
   * @param {string} name of the voice that was chosen; empty for the best.
   * @param {(speaks: boolean) => void} onSpeaks receives whether there is a voice.
   * @param {(number: number) => string} address of the sound of a line that the server speaks.
   * @param {() => void} onFailed is called if the browser's voice fails and another takes over.
   */
  constructor({ language, name, onSpeaks, onFailed, address = soundOf }) {
    this._language = language;
    this._name = name;
    this._onSpeaks = onSpeaks;
    this._onFailed = onFailed;
    this._address = address;
    this._waiting = [];
    this._stopLine = null;
    this._closed = false;
    this._context = null;
    /** "system", "server" or "tones"; null until it is known. */
    this.engine = null;
  }

  /** Speak a line {number, text, interrupts, tones}. */
  say(line) {
    if (line.interrupts) this.hush();
    this._waiting.push({ line, since: performance.now() });
    this._next();
  }

  /** Stop speaking at once. */
  hush() {
    this._waiting = [];
    this._stopLine?.();
  }

  close() {
    this._closed = true;
    this.hush();
    this._context?.close();
  }

  /** Find an engine that can speak here; lines wait until then. */
  async start() {
    const until = performance.now() + VOICES_COME_WITHIN_MS;
    while (localVoices(this._language).length === 0 && performance.now() < until && !this._closed) {
      await wait(LOOK_AGAIN_MS);
    }
    if (this._closed) return;
    this._use(localVoices(this._language).length > 0 ? "system" : "server");
    this._next();
  }

  _use(engine) {
    this.engine = engine;
    this._onSpeaks(engine !== "tones");
  }

  async _next() {
    if (this._stopLine !== null || this.engine === null || this._closed) return;
    const now = performance.now();
    this._waiting = this._waiting.filter(({ since }) => now - since <= STALE_AFTER_MS);
    const next = this._waiting.shift();
    if (next === undefined) return;
    const stopping = new AbortController();
    this._stopLine = () => stopping.abort();
    try {
      await this._utter(next.line, stopping.signal);
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error);
    }
    this._stopLine = null;
    this._next();
  }

  async _utter(line, signal) {
    if (this.engine === "system" && (await this._isSpoken(line, signal))) return;
    if (this.engine === "server") {
      const sound = await this._fetchSound(line.number, signal);
      if (sound !== null) {
        await this._play(sound, signal);
        return;
      }
    }
    await wait(1000 * playTones(this._sound(), line.tones), signal);
  }

  /** Speak with the browser's voice; return false if another engine has to say the line. */
  async _isSpoken(line, signal) {
    const all = localVoices(this._language);
    const voice = all.find((each) => each.name === this._name) ?? all[0];
    // Without a voice of its own a browser may send the text to a server.
    const end = voice === undefined ? "silent" : await utter(line.text, voice, signal);
    if (!isFailure(end)) return true;
    this._use("server");
    this._onFailed();
    // A line that got stuck was heard, at least its beginning; a count would come too late.
    return !line.interrupts && (end === "stuck" || line.tones === "count");
  }

  /** Return the server's recording of a line, or null if there is none. */
  async _fetchSound(number, signal) {
    try {
      const answer = await fetch(mine(this._address(number)), { signal });
      if (answer.ok) return await this._sound().decodeAudioData(await answer.arrayBuffer());
    } catch (error) {
      if (error.name === "AbortError") throw error;
      // The connection may come back: only this line is replaced by tones.
      return null;
    }
    this._use("tones");
    return null;
  }

  _play(buffer, signal) {
    const source = new AudioBufferSourceNode(this._sound(), { buffer });
    source.connect(this._sound().destination);
    source.start();
    signal.addEventListener("abort", () => source.stop());
    return wait(1000 * buffer.duration, signal);
  }

  _sound() {
    this._context ??= new AudioContext();
    if (this._context.state === "suspended") this._context.resume();
    return this._context;
  }
}

function wait(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
