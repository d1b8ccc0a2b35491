// How many frames per second the camera delivers. In: a playing video. Out: a number now and then.

// The server finds out whether that is slow, and whether it is dark.
const EVERY_MS = 3000;

/** Report the rate every three seconds while the page is visible, until the signal. */
export function measureRate(video, signal, onRate) {
  let before = null;
  const measure = () => {
    // Frames count that this page had no time to show: the camera delivered them.
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    const now = performance.now();
    const playing = document.visibilityState === "visible" && !video.paused;
    // Hidden pages and other streams count from elsewhere.
    if (playing && before !== null && frames > before.frames) {
      onRate((1000 * (frames - before.frames)) / (now - before.now));
    }
    before = playing ? { frames, now } : null;
  };
  const timer = setInterval(measure, EVERY_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
}
