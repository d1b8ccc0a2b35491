// The size of a canvas, and where a picture lies in it. In: an element, sizes. Out: pixels.

const SHARPEST = 2;

/** Give a canvas as many dots as it has on the screen; returns its size in them. */
export function fitted(canvas) {
  const sharp = Math.min(SHARPEST, devicePixelRatio);
  const width = Math.round(canvas.clientWidth * sharp);
  const height = Math.round(canvas.clientHeight * sharp);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  return { width, height };
}

/** Return where a picture lies that keeps its shape within a frame, as object-fit: contain does. */
export function contained([width, height], frameWidth, frameHeight) {
  const scale = Math.min(frameWidth / width, frameHeight / height);
  const [shownWidth, shownHeight] = [width * scale, height * scale];
  return {
    left: (frameWidth - shownWidth) / 2,
    top: (frameHeight - shownHeight) / 2,
    width: shownWidth,
    height: shownHeight,
  };
}
