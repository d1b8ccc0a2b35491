// Makes JPEGs in a thread of their own. In: pictures, and how large to make them. Out: blobs.

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d", { alpha: false });

globalThis.addEventListener("message", async ({ data: { picture, width, height, quality } }) => {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const made = canvas.convertToBlob({ type: "image/jpeg", quality });
  globalThis.postMessage(await made.catch(() => null));
});
