// Frames for the server, one in flight, or two. In: a playing video. Out: times and JPEGs.

import { AnswerClock } from "./answer-clock.js";
import { Jpegs } from "./jpegs.js";

const LONGEST_SIDE_PX = 960;
// An older capture time than this comes from another clock.
const OLDEST_MS = 1000;

/** Sends the newest frame so that it is there when the last one is answered. Holds the times of
 * those on their way: a second one is sent at once if two landmarkers look in turn. */
export class Capture {
  /**
   * @param {HTMLVideoElement} video plays the camera.
   * @param {(time: number, jpeg: Blob) => void} onFrame receives a frame and its time in ms.
   */
  constructor(video, onFrame) {
    this._video = video;
    this._onFrame = onFrame;
    /** Larger pictures are scaled down to this. */
    this.longestSide = LONGEST_SIDE_PX;
    this._jpegs = new Jpegs();
    this._answers = new AnswerClock();
    this._timer = null;
    this._newest = null;
    this._inFlight = [];
    this._ahead = 0;
    this._making = false;
    this._last = -Infinity;
    this._running = false;
    this._open = false;
  }

  /** Start watching the video. */
  start() {
    if (this._running) return;
    this._running = true;
    this._watch();
  }

  stop() {
    this._running = false;
    this._open = false;
    this._jpegs.close();
    clearTimeout(this._timer);
    this._timer = null;
  }

  /** Whether frames may be sent. Setting it discards the frames in flight. */
  set open(open) {
    this._open = open;
    this._inFlight = [];
    this._answers.forget();
    if (open) this._take();
  }

  /** The server has judged the frame of this time; so many more may be sent before an answer. */
  answered(time, ahead = this._ahead) {
    this._ahead = ahead;
    this._answers.answered(time);
    this._inFlight = this._inFlight.filter((each) => each > time);
    this._take();
  }

  _watch() {
    if (!this._running) return;
    if ("requestVideoFrameCallback" in this._video) {
      this._video.requestVideoFrameCallback((now, frame) => this._came(frame.captureTime ?? now));
    } else {
      requestAnimationFrame((now) => this._came(this._isNew() ? now : null));
    }
  }

  _isNew() {
    const seen = this._seen;
    this._seen = this._video.currentTime;
    return this._seen !== seen;
  }

  _came(time) {
    const now = performance.now();
    if (time !== null) this._newest = time <= now && now - time < OLDEST_MS ? time : now;
    this._take();
    this._watch();
  }

  _take() {
    if (!this._open || this._making || this._newest === null) return;
    if (this._inFlight.length > this._ahead && !this._isDue()) return;
    const { videoWidth: width, videoHeight: height } = this._video;
    if (width === 0 || this._video.srcObject === null) return;
    // Times must increase. A camera clock that stands still or starts again is not believed.
    const time = this._newest > this._last ? this._newest : performance.now();
    this._newest = null;
    if (time <= this._last) return;
    this._last = time;
    this._inFlight.push(time);
    // One at a time, so that frames never change their order.
    this._making = true;
    this._make(time, width, height);
  }

  /** Whether the only frame in flight is nearly answered; if not, this is asked again by then. */
  _isDue() {
    if (this._inFlight.length > 1 || this._ahead > 0) return false;
    const left = this._answers.left;
    if (left > 0 && left < Infinity && this._timer === null) {
      this._timer = setTimeout(() => {
        this._timer = null;
        this._take();
      }, left);
    }
    return left === 0;
  }

  async _make(time, width, height) {
    const begun = performance.now();
    const scale = Math.min(1, this.longestSide / Math.max(width, height));
    const [shownWidth, shownHeight] = [width, height].map((side) => Math.round(side * scale));
    const jpeg = await this._jpegs.of(this._video, shownWidth, shownHeight);
    this._making = false;
    if (this._open && this._inFlight.includes(time)) {
      if (jpeg === null) this._inFlight = this._inFlight.filter((each) => each !== time);
      else {
        this._answers.sent(time, begun);
        this._onFrame(time, jpeg);
      }
    }
    this._take();
  }
}

/** Return a frame as sent to the server: 8 bytes of time, little-endian, then the JPEG. */
export async function packed(time, jpeg) {
  const message = new Uint8Array(8 + jpeg.size);
  new DataView(message.buffer).setFloat64(0, time, true);
  message.set(new Uint8Array(await jpeg.arrayBuffer()), 8);
  return message;
}
