// Whether a picture is light or dark. In: a video or an image. Out: which colors are read over it.

// The same thresholds as in stabiel.desktop.screen, on the mean of a picture (0 to 255). The gap
// between them keeps the colors from flickering.
const LIGHT_OVER = 118;
const DARK_UNDER = 98;
const SIZE = 16;
const LOOK_EVERY_MS = 1000;
// The bars beside a picture show the picture itself, blurred and darker, as in the window.
const EDGE = { width: 48, height: 27, filter: "blur(3px) brightness(0.55)" };
// A blur fades at the rim, which is drawn outside.
const RIM = 8;

/** Checks a video once a second. Holds the last result: "light" or "dark". */
export class Ground {
  /** @param {HTMLCanvasElement} [edge] is filled with the picture, small and blurred. */
  constructor(video, signal, onChange, edge = null) {
    this.value = "dark";
    const canvas = new OffscreenCanvas(SIZE, SIZE);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const look = () => {
      // An image has neither a stream nor a width of a video.
      if (!(video.videoWidth ?? video.naturalWidth) || video.srcObject === null) return;
      if (edge !== null) drawEdge(edge, video);
      context.drawImage(video, 0, 0, SIZE, SIZE);
      const ground = this._of(meanOf(context.getImageData(0, 0, SIZE, SIZE).data));
      if (ground === this.value) return;
      this.value = ground;
      onChange(ground);
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    video.addEventListener("playing", look, { signal });
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  _of(mean) {
    if (mean > LIGHT_OVER) return "light";
    return mean < DARK_UNDER ? "dark" : this.value;
  }
}

function drawEdge(edge, video) {
  edge.width = EDGE.width;
  edge.height = EDGE.height;
  const context = edge.getContext("2d");
  context.filter = EDGE.filter;
  context.drawImage(video, -RIM, -RIM, EDGE.width + 2 * RIM, EDGE.height + 2 * RIM);
}

function meanOf(bytes) {
  let sum = 0;
  for (let index = 0; index < bytes.length; index += 4) {
    sum += bytes[index] + bytes[index + 1] + bytes[index + 2];
  }
  return sum / (0.75 * bytes.length);
}
