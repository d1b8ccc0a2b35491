// The clock of a review. In: a video, or only a duration. Out: the time while it plays.

const STEP_AT_LEAST_S = 0.001;

/** Plays a video, or only the time if no video was kept. Holds the listeners and the speed. */
export class Player {
  /**
   * @param {HTMLVideoElement | null} video to play; null if none was kept.
   * @param {number} duration in seconds.
   */
  constructor(video, duration) {
    this.duration = duration;
    this._video = video;
    this._listeners = [];
    this._time = 0;
    this._rate = 1;
    this._since = null;
    this._frame = null;
    for (const name of ["play", "pause", "seeked", "ended"]) {
      video?.addEventListener(name, () => this._tick());
    }
  }

  get time() {
    return this._video?.currentTime ?? this._time;
  }

  get playing() {
    return this._video ? !this._video.paused : this._since !== null;
  }

  /** Go to a moment, in seconds. */
  go(time) {
    const within = Math.min(this.duration, Math.max(0, time));
    if (this._video) this._video.currentTime = within;
    this._time = within;
    this._notify();
  }

  play() {
    if (this.time >= this.duration - STEP_AT_LEAST_S) this.go(0);
    if (this._video) {
      this._video.play().catch(() => {});
      return;
    }
    this._since ??= performance.now();
    this._tick();
  }

  pause() {
    this._video?.pause();
    this._since = null;
    this._tick();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  set rate(rate) {
    this._rate = rate;
    if (this._video) this._video.playbackRate = rate;
  }

  /** Call back with the time whenever it changes, and when it stops. */
  listen(listener) {
    this._listeners.push(listener);
    listener(this.time);
  }

  stop() {
    this.pause();
    cancelAnimationFrame(this._frame);
    this._listeners = [];
  }

  _tick() {
    cancelAnimationFrame(this._frame);
    this._advance();
    this._notify();
    if (this.playing) this._frame = requestAnimationFrame(() => this._tick());
  }

  _advance() {
    if (this._since === null) return;
    const now = performance.now();
    this._time += ((now - this._since) / 1000) * this._rate;
    this._since = now;
    if (this._time >= this.duration) {
      this._time = this.duration;
      this._since = null;
    }
  }

  _notify() {
    for (const listener of this._listeners) listener(this.time);
  }
}
