// A drop zone for a file, which can also be chosen with the keyboard.

import { h } from "./dom.js";
import { shape } from "./shapes.js";

/**
 * Return a drop zone for one file.
 * @param {(file: File) => void} onFile receives the file that was dropped or chosen.
 */
export function dropZone({ words, choose, accept, onFile, test }) {
  const input = h("input", { type: "file", class: "unseen", accept, "data-test": test });
  const zone = h("div", { class: "drop" },
    shape("down"), h("span", {}, words), h("label", { class: "button" }, choose, input));
  const over = (is) => (event) => {
    event.preventDefault();
    zone.classList.toggle("over", is);
  };
  input.addEventListener("change", () => {
    const [file] = input.files;
    if (file) onFile(file);
    // So that the same file can be chosen again after it was corrected.
    input.value = "";
  });
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  });
  return zone;
}

/**
 * Prevent the browser from opening a file that is dropped outside a drop zone.
 * @param {(file: File) => void} onBundle receives a ZIP file, which may be dropped anywhere.
 */
export function catchStrayDrops(onBundle) {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    const taken = event.defaultPrevented;
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (!taken && file?.name.toLowerCase().endsWith(".zip")) onBundle(file);
  });
}
