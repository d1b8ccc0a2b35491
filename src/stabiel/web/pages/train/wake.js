// Keeping the screen on while somebody trains, and knowing when nobody can see the page.

// A page that is loaded anew is hidden too, for a moment, and then no more.
const HIDDEN_FOR_MS = 1000;

/** Keep the screen on until the signal; `onHidden` and `onSeen` are told when the page is. */
export function stayAwake(signal, { onHidden, onSeen }) {
  let lock = null;
  let timer = null;
  const hold = async () => {
    // Without it, or with an empty battery, the screen goes off as it always does.
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
    onSeen();
  };
  document.addEventListener("visibilitychange", change, { signal });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    lock?.release();
  });
  hold();
}
