// Frames for the server, one in flight, or two. In: a playing video. Out: times and JPEGs.

const LONGEST_SIDE_PX = 960;
const QUALITY = 0.8;
// An older capture time than this comes from another clock.
const OLDEST_MS = 1000;

/** Sends the newest frame as soon as the last one was answered. Holds the times of those on their
 * way: a second one if two landmarkers look in turn. */
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
    this._canvas = document.createElement("canvas");
    // toBlob encodes outside the page's thread; a worker was no faster (5 to 6 ms at
    // 640x480, 8 to 9 at 960x540, on two busy cores).
    this._context = this._canvas.getContext("2d", { alpha: false });
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
  }

  /** Whether frames may be sent. Setting it discards the frames in flight. */
  set open(open) {
    this._open = open;
    this._inFlight = [];
    if (open) this._take();
  }

  /** The server has judged the frame of this time; so many more may be sent before an answer. */
  answered(time, ahead = this._ahead) {
    this._ahead = ahead;
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
    if (this._inFlight.length > this._ahead) return;
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
    this._draw(width, height);
    this._canvas.toBlob((jpeg) => this._made(time, jpeg), "image/jpeg", QUALITY);
  }

  _draw(width, height) {
    const scale = Math.min(1, this.longestSide / Math.max(width, height));
    const [shownWidth, shownHeight] = [width, height].map((side) => Math.round(side * scale));
    if (this._canvas.width !== shownWidth || this._canvas.height !== shownHeight) {
      this._canvas.width = shownWidth;
      this._canvas.height = shownHeight;
    }
    this._context.drawImage(this._video, 0, 0, shownWidth, shownHeight);
  }

  _made(time, jpeg) {
    this._making = false;
    if (this._open && this._inFlight.includes(time)) {
      if (jpeg === null) this._inFlight = this._inFlight.filter((each) => each !== time);
      else this._onFrame(time, jpeg);
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
