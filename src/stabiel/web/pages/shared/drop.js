// A place to drop a file on, or to choose one with the keyboard.

import { h } from "./dom.js";
import { shape } from "./shapes.js";

/**
 * Return a place for one file.
 * @param {(file: File) => void} onFile gets the file that was dropped or chosen.
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
    // The same file may be chosen again, once it was mended.
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

/** Keep a file that is dropped beside its place from being opened instead of the page. */
export function ignoreStrayDrops() {
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => event.preventDefault());
  }
}
