// The camera of the browser. In: its name. Out: its picture in a video element, and its state.

const TRY_AGAIN_MS = 2000;
// Longer than this nobody looks at a question without being told where it is.
const ASKING_LONG_MS = 8000;
// Chromium appends the ids of vendor and product; stabiel itself knows the name without them.
const IDS = / \([0-9a-f]{4}:[0-9a-f]{4}\)$/i;
const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
// By the name of the error (W3C Media Capture, getUserMedia). Some browsers use older names.
const STATES = {
  AbortError: "in_use",
  NotAllowedError: "denied",
  NotFoundError: "none",
  DevicesNotFoundError: "none",
  NotReadableError: "in_use",
  OverconstrainedError: "none",
  PermissionDeniedError: "denied",
  SecurityError: "denied",
  TrackStartError: "in_use",
};

/** The states in which the browser waits for the user's answer. */
export const ASKING = new Set(["asking", "asking_long"]);

/** Opens a camera, and reopens it if it is lost, until it is closed. */
export class Camera {
  /**
   * @param {HTMLVideoElement} video shows its picture.
   * @param {string} name of the camera to use; empty for any.
   * @param {string} id tells two cameras of the same name apart.
   * @param {string} facing "environment" for the back of a phone.
   * @param {(state: string) => void} onState receives "asking", "asking_long", "on", "still" (no
   *   new pictures), "lost" (unplugged), "denied" (by the user), "denied_system" (the browser
   *   itself may not), "none", "in_use" or "insecure".
   */
  constructor({ video, name = "", id = "", facing = null, onState }) {
    this._video = video;
    this._name = name;
    this._id = id;
    this._facing = facing && { facingMode: { ideal: facing } };
    this._onState = onState;
    this._stream = null;
    this._timer = null;
    this._closing = new AbortController();
    this._wasOn = false;
  }

  /** The name of the camera; empty while none is open. */
  get label() {
    return this._stream?.getVideoTracks()[0]?.label ?? "";
  }

  /** Ask for the camera. */
  async open() {
    clearTimeout(this._timer);
    if (!navigator.mediaDevices?.getUserMedia) {
      this._onState("insecure");
      return;
    }
    if (!this._wasOn) this._onState("asking");
    // Until the user has answered, nothing else happens.
    const long = setTimeout(() => this._asksForLong(), ASKING_LONG_MS);
    let stream;
    try {
      stream = await this._ask();
    } catch (error) {
      this._failed(error);
      return;
    } finally {
      clearTimeout(long);
    }
    if (this._closing.signal.aborted) stopTracks(stream);
    else this._use(stream);
  }

  /** Release the camera. */
  close() {
    this._closing.abort();
    clearTimeout(this._timer);
    this._drop();
  }

  _asksForLong() {
    if (!this._wasOn && !this._closing.signal.aborted) this._onState("asking_long");
  }

  /** Return the stream of the chosen camera, or of any other if that is not plugged in. */
  async _ask() {
    const known = await this._chosen();
    const stream = await getCamera({ ...this._facing, ...known });
    // A browser names its cameras only after one was allowed.
    const named = known === null ? await this._chosen() : null;
    const [track] = stream.getVideoTracks();
    if (named === null || track.getSettings().deviceId === named.deviceId.exact) return stream;
    stopTracks(stream);
    return getCamera(named);
  }

  async _chosen() {
    if (this._name === "") return null;
    const all = await navigator.mediaDevices.enumerateDevices();
    const same = all.filter((each) => each.kind === "videoinput" && isNamed(each, this._name));
    const found = same.find((each) => each.deviceId === this._id)
      ?? same.find((each) => each.label === this._name) ?? same[0];
    return found?.deviceId ? { deviceId: { exact: found.deviceId } } : null;
  }

  _use(stream) {
    this._stream = stream;
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", () => this._lost());
    track.addEventListener("mute", () => this._onState("still"));
    track.addEventListener("unmute", () => this._onState("on"));
    this._video.srcObject = stream;
    this._video.play().catch(() => {});
    this._wasOn = true;
    this._onState("on");
  }

  _lost() {
    if (this._closing.signal.aborted) return;
    this._drop();
    this._onState("lost");
    this._later();
  }

  _failed(error) {
    if (this._closing.signal.aborted) return;
    const state = stateOf(error);
    // During a session this is the camera that was lost, and it may come back.
    this._onState(this._wasOn && state === "none" ? "lost" : state);
    if (state === "denied") this._whenAllowed();
    // The settings of the system report no change, so the browser is asked again.
    else this._later();
  }

  _later() {
    this._timer = setTimeout(() => this.open(), TRY_AGAIN_MS);
    navigator.mediaDevices.addEventListener("devicechange", () => this.open(), {
      once: true,
      signal: AbortSignal.any([this._closing.signal, AbortSignal.timeout(TRY_AGAIN_MS)]),
    });
  }

  /** Open the camera as soon as the user allows it in the browser's own settings. */
  async _whenAllowed() {
    const status = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
    const retry = () => status.state === "granted" && this.open();
    status?.addEventListener("change", retry, { signal: this._closing.signal });
  }

  _drop() {
    if (this._stream !== null) stopTracks(this._stream);
    this._stream = null;
    this._video.srcObject = null;
  }
}

function isNamed(device, name) {
  return device.label !== "" && device.label.replace(IDS, "") === name.replace(IDS, "");
}

/** Return the state for an error of getUserMedia. */
function stateOf(error) {
  const state = STATES[error.name] ?? "none";
  // Chromium says "Permission denied by system"; Firefox does not tell them apart.
  const bySystem = /by system/i.test(error.message);
  return state === "denied" && bySystem ? "denied_system" : state;
}

function getCamera(constraints) {
  const video = { ...WANTED, ...constraints };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

function stopTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}
