// When the frame in flight will be answered. In: when frames were sent and answered. Out: ms left.

// A mean over about so many frames: a second.
const FRAMES = 20;
// A frame is a few ms on its way, and one look takes longer than another. On two cores one `heavy`
// landmarker looks at 24.2 frames a second without this share, and at 26.3 with it, 3 ms later;
// with 0.75 at 27.2, 10 ms later.
const EARLY = 0.85;

/** Learns how long a frame takes to be made and to be answered. Holds those on their way. */
export class AnswerClock {
  /** @param {() => number} now ms, as `performance.now()`. */
  constructor(now = () => performance.now()) {
    this._now = now;
    this._making = null;
    this._answering = null;
    this._sent = new Map();
    this._answered = -Infinity;
  }

  /** A frame went out whose making began at this moment. */
  sent(time, begun) {
    this._making = mean(this._making, this._now() - begun);
    this._sent.set(time, this._now());
  }

  /** The frame of this time was answered, and with it all before it. */
  answered(time) {
    const sent = this._sent.get(time);
    for (const each of this._sent.keys()) if (each <= time) this._sent.delete(each);
    // The server looks at one frame after the other.
    const begun = Math.max(sent ?? -Infinity, this._answered);
    this._answered = this._now();
    if (sent !== undefined) this._answering = mean(this._answering, this._now() - begun);
  }

  /** In how many ms the making of the next frame is to begin, so that it is there when the only one
   * in flight is answered; Infinity if that is not known. */
  get left() {
    if (this._sent.size !== 1 || this._answering === null) return Infinity;
    const [sent] = this._sent.values();
    const begun = Math.max(sent, this._answered);
    return Math.max(0, begun + EARLY * this._answering - this._making - this._now());
  }

  forget() {
    this._sent.clear();
  }
}

function mean(before, value) {
  return before === null ? value : before + (value - before) / FRAMES;
}
