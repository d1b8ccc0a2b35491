// Keeping the screen on while somebody trains, and knowing when nobody can see the page.

/** Keep the screen on until the signal; `onHidden` and `onSeen` are told when the page is. */
export function stayAwake(signal, { onHidden, onSeen }) {
  let lock = null;
  const hold = async () => {
    // Without it, or with an empty battery, the screen goes off as it always does.
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
    if (signal.aborted) lock?.release();
  };
  const change = () => {
    if (document.visibilityState === "hidden") {
      onHidden();
      return;
    }
    hold();
    onSeen();
  };
  document.addEventListener("visibilitychange", change, { signal });
  signal.addEventListener("abort", () => lock?.release());
  hold();
}
