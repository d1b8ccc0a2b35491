// A session pauses while its page is hidden. In: hidden and shown again. Out: commands.

/** Pauses a hidden page, and goes on when it is seen again. Holds whether it paused. */
export class HiddenPause {
  /** @param {() => void} toggle pauses the session, or goes on. */
  constructor(toggle) {
    this._toggle = toggle;
    this._paused = false;
  }

  hide() {
    this._toggle();
    this._paused = true;
  }

  visible() {
    if (this._paused) this._toggle();
    this.forget();
  }

  /** Note that the user decides from now on. */
  forget() {
    this._paused = false;
  }
}
