// When frames were captured and drawn, for the benchmark. In: times. Out: window.stabielMarks.

const MOST = 2000;

/** The last frames: {captured, drawn} in ms of performance.now(). */
export class Marks {
  constructor() {
    this._marks = [];
    this._next = 0;
    globalThis.stabielMarks = this;
  }

  /** Record a frame when the browser is about to show its drawing. */
  drawn(captured) {
    requestAnimationFrame(() => {
      this._marks[this._next] = { captured, drawn: performance.now() };
      this._next = (this._next + 1) % MOST;
    });
  }

  /** Return the marks, oldest first. */
  all() {
    return [...this._marks.slice(this._next), ...this._marks.slice(0, this._next)];
  }
}
