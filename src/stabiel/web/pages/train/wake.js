// Keeps the screen on during a session, and reports when the page is hidden.

import { t } from "../shared/texts.js";

// A page that is being reloaded is also hidden for a moment.
const HIDDEN_FOR_MS = 1000;

/**
 * Keep the screen on until the signal; call back when the page is hidden or visible.
 * If the browser refuses, as it may on the return to the page, a notice asks for a tap.
 * @param {(held: boolean) => void} onHeld receives whether the screen stays on.
 */
export function stayAwake(signal, { notices, onHidden, onVisible, onHeld = () => {} }) {
  let timer = null;
  const lock = new ScreenLock(signal, notices, onHeld);
  const change = () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      timer = setTimeout(onHidden, HIDDEN_FOR_MS);
      return;
    }
    lock.hold();
    onVisible();
  };
  document.addEventListener("visibilitychange", change, { signal });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    lock.release();
  });
  lock.hold();
}

/** The lock that keeps the screen on. Without support the screen turns off as usual. */
class ScreenLock {
  constructor(signal, notices, onHeld) {
    this._onHeld = onHeld;
    this._signal = signal;
    this._notices = notices;
    this._lock = null;
  }

  async hold() {
    if (await this._request()) {
      this._notices.remove("wake");
      this._onHeld(true);
    } else if (this._isWanted) {
      this._ask();
    }
  }

  release() {
    this._lock?.release();
    this._lock = null;
  }

  get _isWanted() {
    return document.visibilityState === "visible" && !this._signal.aborted;
  }

  /** Return whether the screen stays on, or cannot be kept on at all. */
  async _request() {
    if (!navigator.wakeLock) return true;
    try {
      const lock = await navigator.wakeLock.request("screen");
      this._lock = lock;
      lock.addEventListener("release", () => this._released(lock), { once: true });
    } catch {
      return false;
    }
    if (this._signal.aborted) this.release();
    return true;
  }

  /** The system took the lock away: hidden pages lose it, and so do all on low battery. */
  _released(lock) {
    if (lock === this._lock && this._isWanted) this._ask();
  }

  _ask() {
    this._onHeld(false);
    this._notices.ask("wake", t("train.wake"), t("train.wake_tap"), () => this._tapped());
  }

  async _tapped() {
    const held = await this._request();
    this._notices.remove("wake");
    this._onHeld(held);
    if (!held) this._notices.say("wake-off", t("train.wake_off"));
  }
}
