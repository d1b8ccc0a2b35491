// The picture of a camera on another device. In: JPEGs. Out: an image that shows the newest.

import { h, show } from "../shared/dom.js";

/** Shows pictures as they come, and nothing while there is none that can be trusted. */
export class RemotePicture {
  constructor() {
    this.element = h("img", { class: "remote", alt: "", decoding: "sync", hidden: true,
      "data-test": "remote" });
    this._address = null;
  }

  /** Whether a picture is shown: only then does a body belong over it. */
  get shown() {
    return !this.element.hidden;
  }

  /** Show a picture, given as the bytes of a JPEG. */
  show(bytes) {
    const before = this._address;
    this._address = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    this.element.src = this._address;
    show(this.element, true);
    // The one before stays on the screen until this one is decoded.
    if (before !== null) URL.revokeObjectURL(before);
  }

  /** Show none: what was last seen is not what happens now. */
  clear() {
    show(this.element, false);
  }
}
