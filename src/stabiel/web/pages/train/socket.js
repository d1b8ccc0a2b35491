// The line to the server. In: what to send. Out: what it says, and how the line is.

import { get } from "../shared/api.js";

const AGAIN_AFTER_MS = [300, 700, 1500, 3000, 5000];
// The server keeps a session for 60 s without its page.
const GIVE_UP_AFTER_MS = 60_000;
// Where nobody answers at all, the program has ended.
const GONE_AFTER_MS = 8000;
// It says something ten times a second; before the first word it loads its model.
const SILENT_FOR_MS = 5000;
const SILENT_AT_FIRST_MS = 30_000;

/** Keeps a connection, and takes it up again when it is lost. */
export class TrainSocket {
  /**
   * @param {string} role "trainer", "screen" or "camera".
   * @param {object} first is sent when it opens for the first time.
   * @param {(message: object) => void} onMessage gets what the server says.
   * @param {(state: string) => void} onState is told "open", "lost", "gone", "unauthorized",
   *   or "closed" after the server said that all is over or refused.
   */
  constructor({ role, first, onMessage, onState }) {
    this._role = role;
    this._first = first;
    this._onMessage = onMessage;
    this._onState = onState;
    this._socket = null;
    this._ended = false;
    this._heard = false;
    this._lostAt = null;
    this._tries = 0;
    this._timers = new Set();
  }

  /** Open the connection. */
  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws/train?role=${this._role}`);
    socket.binaryType = "arraybuffer";
    this._socket = socket;
    socket.onopen = () => this._opened();
    socket.onmessage = (event) => this._came(event.data);
    socket.onclose = () => socket === this._socket && this._closed();
    this._expect(SILENT_AT_FIRST_MS);
  }

  /** Send a message; what cannot be sent now is of no use later. */
  send(message) {
    if (this._socket?.readyState === WebSocket.OPEN) this._socket.send(JSON.stringify(message));
  }

  sendBytes(bytes) {
    if (this._socket?.readyState === WebSocket.OPEN) this._socket.send(bytes);
  }

  /** Close it for good. */
  close() {
    this._ended = true;
    this._clearTimers();
    this._socket?.close();
  }

  /** Begin anew, after it gave up. */
  tryAgain() {
    this._lostAt = null;
    this._tries = 0;
    this._ended = false;
    this.open();
  }

  _opened() {
    this.send(this._heard ? { type: "join" } : this._first);
  }

  _came(data) {
    const message = JSON.parse(data);
    if (message.type === "refused" || message.type === "over") {
      this._ended = true;
      this._clearTimers();
    } else {
      if (!this._heard || this._lostAt !== null) this._onState("open");
      this._heard = true;
      this._lostAt = null;
      this._tries = 0;
      this._expect(SILENT_FOR_MS);
    }
    this._onMessage(message);
  }

  async _closed() {
    this._clearTimers();
    if (this._ended) {
      this._onState("closed");
      return;
    }
    this._lostAt ??= performance.now();
    this._onState("lost");
    const end = await this._isOver(performance.now() - this._lostAt);
    if (end !== null) {
      this._ended = true;
      this._onState(end);
      return;
    }
    if (this._ended) return;
    const wait = AGAIN_AFTER_MS[Math.min(this._tries, AGAIN_AFTER_MS.length - 1)];
    this._tries += 1;
    this._after(wait, () => this.open());
  }

  /** Return "gone" or "unauthorized" where it is no use to try again, else null. */
  async _isOver(lostFor) {
    if (lostFor > GIVE_UP_AFTER_MS) return "gone";
    // The phone may ask for nothing but its page.
    if (this._role === "camera") return null;
    try {
      await get("/api/start");
    } catch (error) {
      if (error.id === "unauthorized") return error.id;
      if (error.id === "gone" && lostFor > GONE_AFTER_MS) return error.id;
    }
    return null;
  }

  /** Take a line on which nothing comes for one that is lost. */
  _expect(silence) {
    this._clearTimers();
    this._after(silence, () => {
      const socket = this._socket;
      this._socket = null;
      socket.close();
      this._closed();
    });
  }

  _after(wait, act) {
    const timer = setTimeout(() => {
      this._timers.delete(timer);
      act();
    }, wait);
    this._timers.add(timer);
  }

  _clearTimers() {
    for (const timer of this._timers) clearTimeout(timer);
    this._timers.clear();
  }
}
