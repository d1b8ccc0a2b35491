// The trial. In: a camera, here or on a phone. Out: the picture with the outline, what is in order,
// the cue.
// It is an ordinary session of one bridge, of which the server keeps nothing.

import { h, replace, set, show, write } from "../shared/dom.js";
import { drawingOf } from "../shared/placement.js";
import { mark, shape } from "../shared/shapes.js";
import { settings } from "../shared/state.js";
import { chosenLanguage, t } from "../shared/texts.js";
import { announce, button } from "../shared/widgets.js";
import { ASKING, Camera } from "../train/camera.js";
import { Capture, packed } from "../train/capture.js";
import { Overlay } from "../train/overlay.js";
import { RemotePicture } from "../train/remote.js";
import { TrainSocket } from "../train/socket.js";
import { cameraTrouble, connectionWords, phoneWords } from "../train/trouble.js";
import { Voice } from "../train/voice.js";

const EXERCISE = "bridging";
// The last line is heard before the next step appears: "One. Done. All good." takes two seconds.
const LAST_LINE_MS = 3000;
// This picture is about half as high as the one of a session, for which the lines are made.
const BOLDER = 2;
const bold = (stroke) => ({ ...stroke, width: BOLDER * stroke.width });

/** A session of one bridge. Holds its parts, and the stage that was shown last. */
export class TrialSession {
  /**
   * @param {() => void} onCounted is called after the bridge.
   * @param {() => void} again begins the trial from scratch.
   * @param {string} role "trainer" with the camera of this page, "screen" with that of a phone.
   */
  constructor({ signal, onCounted, again, role = "trainer" }) {
    this._signal = signal;
    this._role = role;
    this._remote = role === "screen" ? new RemotePicture() : null;
    this._phone = null;
    this._onCounted = onCounted;
    this._again = again;
    this._stage = null;
    this._closing = null;
    this._shownWanted = "";
    this._video = h("video", { muted: true, playsinline: true, "aria-hidden": "true" });
    this._canvas = h("canvas", { "aria-hidden": "true" });
    this._cue = h("p", { class: "trial-cue", "data-test": "trial-cue" }, t("app.loading"));
    this._note = h("p", { hidden: true });
    this._wanted = h("ul", { class: "wanted", "data-test": "place" });
    this._trouble = h("div", { "data-test": "trial-trouble" });
    const mirrored = this._remote === null && settings().mirror;
    const picture = mirrored ? "trial-picture mirrored" : "trial-picture";
    this.element = h("section", { class: "trial", "aria-label": t("welcome.bridge"),
      "data-test": "trial" },
    this._trouble, this._cue, this._note,
    h("div", { class: "trial-views" },
      h("figure", {},
        h("div", { class: picture }, this._remote?.element ?? this._video, this._canvas),
        h("figcaption", {}, t("welcome.you_see"))),
      h("figure", {},
        h("img", { class: "drawing", src: drawingOf(EXERCISE), alt: t("exercise.camera") }),
        h("figcaption", {}, t("welcome.like_this")))),
    this._wanted);
  }

  /** Begin, once the element is in the page. */
  start() {
    this._overlay = new Overlay(this._canvas);
    // Light lines with a dark edge, which are seen on any picture.
    this._overlay.ground = "dark";
    this._voice = settings().voice ? this._makeVoice() : null;
    this._voice?.start();
    this._signal.addEventListener("abort", () => this._leave());
    if (this._remote === null) this._openCamera();
    else this._connect();
  }

  _openCamera() {
    this._capture = new Capture(this._video, async (time, jpeg) =>
      this._socket?.sendBytes(await packed(time, jpeg)));
    this._device = new Camera({
      video: this._video,
      name: settings().camera,
      id: settings().camera_id,
      onState: (camera) => this._cameraIs(camera),
    });
    this._device.open();
  }

  _makeVoice() {
    return new Voice({
      language: chosenLanguage(),
      name: settings().voice_name,
      onSpeaks: () => this._reportVoice(),
      onFailed: () => {},
    });
  }

  _reportVoice() {
    if (this._voice !== null && this._voice.engine === null) return;
    const speaks = this._voice !== null && this._voice.engine !== "tones";
    this._socket?.send({ type: "voice", speaks });
  }

  _cameraIs(camera) {
    if (camera === "on") {
      replace(this._trouble);
      this._capture.start();
      if (this._socket === undefined) this._connect();
      return;
    }
    if (camera === "lost" || camera === "still") this._overlay.clear();
    write(this._cue, "");
    replace(this._trouble, cameraTrouble(camera),
      !ASKING.has(camera) && button(t("app.again"), () => this._device.open(),
        { test: "try-again" }));
  }

  _connect() {
    this._socket = new TrainSocket({
      role: this._role,
      first: { type: "begin", trial: true, camera: this._device?.label ?? "" },
      onMessage: (message) => this._received(message),
      onPicture: (bytes) => phoneWords(this._phone) ?? this._remote?.show(bytes),
      onState: (connection) => this._connectionIs(connection),
    });
    this._socket.open();
  }

  _connectionIs(connection) {
    if (this._capture) this._capture.open = connection === "open";
    if (connection === "open") this._reportVoice();
    if (connection !== "closed") this._showConnection(connection);
  }

  _showConnection(connection) {
    const words = connectionWords(connection);
    if (words === null) {
      this._showPhone();
      return;
    }
    this._stopped(words);
  }

  /** Say what a phone's camera does not see, and show no old picture of it. */
  _showPhone() {
    const words = phoneWords(this._phone);
    if (words === null) {
      replace(this._trouble);
      return;
    }
    for (const each of [this._remote, this._overlay]) each?.clear();
    replace(this._trouble, h("div", { class: "notice mind", role: "alert" }, shape("phone"),
      h("div", {}, h("p", {}, h("strong", {}, words[0])), h("p", {}, words[1]))));
  }

  /** Say why the trial does not go on, and offer to begin again. */
  _stopped(words) {
    this._overlay.clear();
    this._voice?.hush();
    write(this._cue, "");
    replace(this._trouble, h("div", { class: "notice mind", role: "alert" },
      h("div", {}, words.map((each) => h("p", {}, each)))),
    h("div", { class: "actions" }, button(t("app.again"), this._again, { test: "try-again" })));
  }

  _received(message) {
    if (message.type === "shown") this._shown(message);
    else if (message.type === "dropped") this._capture?.answered(message.frame);
    else if (message.type === "camera_state") {
      this._phone = message.state;
      this._showPhone();
    }
    else if (message.type === "over") this._done(false);
    else if (message.type === "refused") {
      this._showConnection(message.reason === "busy" ? "busy" : "refused");
    }
  }

  _shown({ scene, line, frame, ahead, ...drawn }) {
    if (frame !== null) this._capture?.answered(frame, ahead);
    const strokes = drawn.strokes.map(bold);
    if (this._remote?.shown ?? true) this._overlay.draw({ ...drawn, strokes });
    write(this._cue, scene.cue ?? "");
    show(this._note, scene.note !== null);
    write(this._note, scene.note ?? "");
    this._showPlace(scene.wanted);
    const before = this._stage;
    this._stage = scene.stage;
    set(this.element, "data-stage", scene.stage);
    const ends = scene.stage === "ended";
    // What is said after the last repetition belongs to a workout, which this is not.
    if (line !== null && (!ends || before !== "ended")) this._say(line);
    // Somebody who gets up is asked first whether to stop, so that stage comes between.
    if (ends && this._closing === null) {
      const counted = before === "work";
      this._closing = setTimeout(() => this._done(counted), counted ? LAST_LINE_MS : 0);
    }
  }

  _showPlace(wanted) {
    const items = wanted.filter((each) => !each.of_posture);
    const key = JSON.stringify(items);
    // After the set-up nothing is asked for any more; what was in order stays so.
    if (items.length === 0 || key === this._shownWanted) return;
    this._shownWanted = key;
    replace(this._wanted, items.map((item) =>
      h("li", { class: item.ok ? "there" : "missing", "data-item": item.id },
        mark(item.ok), h("span", {}, item.words),
        h("span", { class: "unseen" }, item.ok ? t("train.there") : t("train.not_yet")))));
  }

  _say(line) {
    const speaks = this._voice !== null && this._voice.engine !== "tones";
    if (line.tones !== "count" || !speaks) announce(line.text);
    this._voice?.say(line);
  }

  _done(counted) {
    if (this._signal.aborted) return;
    if (counted) this._onCounted();
    else this._stopped([t("welcome.no_bridge"), t("welcome.no_bridge_words")]);
  }

  /** Leave the page: the session is over at once, so that the next one can begin. */
  _leave() {
    clearTimeout(this._closing);
    // The first ends the exercise, the second the closing picture.
    for (let times = 0; times < 2; times += 1) {
      this._socket?.send({ type: "command", command: "quit" });
    }
    this._socket?.close();
    this._capture?.stop();
    this._device?.close();
    this._voice?.close();
  }
}
