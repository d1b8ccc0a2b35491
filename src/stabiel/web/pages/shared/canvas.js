// The size of a canvas, and the place of a picture in it. In: an element, sizes. Out: pixels.

const SHARPEST = 2;

/** Give a canvas the resolution of the screen; return its size in pixels. */
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

/** Return where a picture lies within a frame, as with object-fit: contain. */
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
