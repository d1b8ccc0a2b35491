// Keeps the screen on during a session, and reports when the page is hidden.

// A page that is being reloaded is also hidden for a moment.
const HIDDEN_FOR_MS = 1000;

/** Keep the screen on until the signal; call back when the page is hidden or visible. */
export function stayAwake(signal, { onHidden, onVisible }) {
  let lock = null;
  let timer = null;
  const hold = async () => {
    // Without support, or on low battery, the screen turns off as usual.
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
    if (signal.aborted) lock?.release();
  };
  const change = () => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      timer = setTimeout(onHidden, HIDDEN_FOR_MS);
      return;
    }
    hold();
    onVisible();
  };
  document.addEventListener("visibilitychange", change, { signal });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    lock?.release();
  });
  hold();
}
