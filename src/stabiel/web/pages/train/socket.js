// The connection to the server. In: messages to send. Out: messages, and its state.

import { get, mine } from "../shared/api.js";

const AGAIN_AFTER_MS = [300, 700, 1500, 3000, 5000];
// The server keeps a session for 60 s without its page.
const GIVE_UP_AFTER_MS = 60_000;
// If nothing answers at all, the program has ended.
const GONE_AFTER_MS = 8000;
// The server sends ten messages a second; before the first one it loads its model.
const SILENT_FOR_MS = 5000;
const SILENT_AT_FIRST_MS = 30_000;

/** Keeps a connection open, and reconnects when it is lost. */
export class TrainSocket {
  /**
   * @param {string} role "trainer", "screen", "camera" or "television".
   * @param {object} first is sent when it opens for the first time.
   * @param {(message: object) => void} onMessage receives the server's messages.
   * @param {(bytes: ArrayBuffer) => void} onPicture receives the pictures of another device's
   *   camera, each before the message that belongs to it.
   * @param {(state: string) => void} onState receives "open", "lost", "gone", "unauthorized",
   *   or "closed" after the server ended or refused the session.
   */
  constructor({ role, first, onMessage, onState, onPicture = () => {} }) {
    this._onPicture = onPicture;
    this._role = role;
    this._first = first;
    this._onMessage = onMessage;
    this._onState = onState;
    this._socket = null;
    this._ended = false;
    this._received = false;
    /** Whether a connection was ever made: some networks let none through. */
    this.wasOpen = false;
    this._lostAt = null;
    this._tries = 0;
    this._timers = new Set();
  }

  /** Open the connection. */
  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(mine(`${scheme}://${location.host}/ws/train?role=${this._role}`));
    socket.binaryType = "arraybuffer";
    this._socket = socket;
    socket.onopen = () => this._opened();
    socket.onmessage = (event) => this._receive(event.data);
    socket.onclose = () => socket === this._socket && this._closed();
    this._expect(SILENT_AT_FIRST_MS);
  }

  /** Send a message, or drop it: later it would be of no use. */
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

  /** Connect again after giving up. */
  tryAgain() {
    this._lostAt = null;
    this._tries = 0;
    this._ended = false;
    this.open();
  }

  _opened() {
    this.wasOpen = true;
    this.send(this._received ? { type: "join" } : this._first);
  }

  _receive(data) {
    if (data instanceof ArrayBuffer) {
      this._onPicture(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.type === "refused" || message.type === "over") {
      this._ended = true;
      this._clearTimers();
    } else {
      if (!this._received || this._lostAt !== null) this._onState("open");
      this._received = true;
      this._lostAt = null;
      this._tries = 0;
      this._expect(SILENT_FOR_MS);
    }
    this._onMessage(message);
    // The server keeps newer pictures back, all but the newest, until this one has been drawn.
    if (message.type === "shown") this.send({ type: "seen" });
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

  /** Return "gone" or "unauthorized" if trying again is useless, else null. */
  async _isOver(lostFor) {
    if (lostFor > GIVE_UP_AFTER_MS) return "gone";
    // Devices of the network may request nothing but their page.
    if (this._role === "camera" || this._role === "television") return null;
    try {
      await get("/api/start");
    } catch (error) {
      if (error.id === "unauthorized") return error.id;
      if (error.id === "gone" && lostFor > GONE_AFTER_MS) return error.id;
    }
    return null;
  }

  /** Treat a connection on which nothing arrives as lost. */
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
