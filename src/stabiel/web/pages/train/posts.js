// A connection without a socket. In: pictures and messages, as posts. Out: messages, and its state.

const PATH = "/api/camera";
const POLL_MS = 1000;
const AGAIN_AFTER_MS = 1000;
// As in socket.js.
const GONE_AFTER_MS = 60_000;

/** Sends pictures one by one and receives messages in the answers, with the face of a socket. */
export class PostedConnection {
  constructor({ first, onMessage, onState }) {
    this._first = first;
    this._onMessage = onMessage;
    this._onState = onState;
    this._line = null;
    this._waiting = [];
    this._ended = false;
    this._lostAt = null;
    /** A post is an answer in itself: nothing else is tried. */
    this.wasOpen = true;
  }

  open() {
    this._run();
  }

  /** Send a message with the next post. */
  send(message) {
    if (message.type !== "seen") this._put(JSON.stringify(message), "application/json");
  }

  sendBytes(bytes) {
    this._put(bytes, "application/octet-stream");
  }

  close() {
    this._ended = true;
    this._wake?.();
  }

  _put(body, type) {
    if (this._line === null) return;
    this._waiting.push({ body, type });
    this._wake?.();
  }

  async _run() {
    while (!this._ended) {
      try {
        if (this._line === null) await this._begin();
        else await this._next();
        this._lostAt = null;
      } catch (error) {
        this._failed(error);
        await this._pause(AGAIN_AFTER_MS);
      }
    }
  }

  async _begin() {
    const answer = await post(PATH, JSON.stringify(this._first), "application/json");
    this._line = answer.line;
    this._hear(answer.messages);
    if (!this._ended) this._onState("open");
  }

  /** Post what waits; without anything, ask for messages now and then. */
  async _next() {
    if (this._waiting.length === 0) await this._pause(POLL_MS);
    if (this._ended) return;
    const { body, type } = this._waiting.shift() ?? { body: "", type: "text/plain" };
    this._hear((await post(`${PATH}/${this._line}`, body, type)).messages);
  }

  _hear(messages) {
    for (const message of messages) {
      if (message.type === "refused" || message.type === "over") this._ended = true;
      this._onMessage(message);
    }
  }

  _failed() {
    this._line = null;
    this._waiting = [];
    this._lostAt ??= performance.now();
    const gone = performance.now() - this._lostAt > GONE_AFTER_MS;
    this._ended ||= gone;
    this._onState(gone ? "gone" : "lost");
  }

  _pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this._wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function post(path, body, type) {
  const answer = await fetch(path, { method: "POST", body, headers: { "Content-Type": type } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
