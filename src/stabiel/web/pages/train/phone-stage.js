// The phone as the camera: its picture with the count and what to do. The rest is the computer's.

import { h, set, show, write } from "../shared/dom.js";
import { t } from "../shared/texts.js";
import { Camera } from "./camera.js";
import { Capture, packed } from "./capture.js";
import { Ground } from "./ground.js";
import { Notices } from "./notices.js";
import { Overlay } from "./overlay.js";
import { PostedConnection } from "./posts.js";
import { RemoteControl } from "./remote-control.js";
import { measureRate } from "./rate.js";
import { TrainSocket } from "./socket.js";
import { cameraWords } from "./trouble.js";
import { stayAwake } from "./wake.js";

const ASK_AGAIN_MS = 2000;
// A network that lets no socket through refuses it at once, or answers nothing at all.
const POSTS_AFTER_MS = 3000;
// A post may be no longer than 200 kB; such pictures have less than half of that.
const POSTED_SIDE_PX = 720;
// States of the camera in which it has a picture, but not of now.
const SEES_NOTHING = new Set(["still", "lost", "hidden"]);

/** The phone's page. Holds its camera, its connection and what it shows. */
export class Phone {
  constructor() {
    this._signal = new AbortController().signal;
    this._video = h("video", { muted: true, playsinline: true, "aria-hidden": "true" });
    this._canvas = h("canvas", { "aria-hidden": "true" });
    this._number = h("b", { class: "number", "data-test": "number" });
    this._beside = h("span", { class: "beside-number" });
    this._side = h("p", { class: "side" });
    this._corner = h("div", { class: "corner plate", hidden: true }, this._side);
    this._count = h("div", { class: "count plate", hidden: true }, this._number, this._beside);
    this._words = h("p", { class: "cue plate", role: "status", "data-test": "cue" });
    this._notices = new Notices();
    this._remote = new RemoteControl((command) =>
      this._socket?.send({ type: "command", command }));
    const name = { "aria-label": t("phone.title"), "data-test": "stage" };
    this.element = h("section", { class: "stage films", ...name },
      h("h1", { class: "unseen" }, t("phone.title")),
      h("div", { class: "scene" },
        h("div", { class: "picture" }, this._video, this._canvas),
        h("div", { class: "top" }, this._count, this._corner),
        h("div", { class: "below" }, this._words)),
      this._remote.element,
      this._notices.element);
  }

  start() {
    this._overlay = new Overlay(this._canvas);
    this._capture = new Capture(this._video, async (time, jpeg) =>
      this._socket?.sendBytes(await packed(time, jpeg)));
    new Ground(this._video, this._signal, (ground) => {
      this._overlay.ground = ground;
      set(this.element, "data-ground", ground);
    });
    const nothing = () => {};
    stayAwake(this._signal, { notices: this._notices, onHidden: nothing, onVisible: nothing,
      onHeld: (held) => this._screenStays(held) });
    // At once: a phone lets a hidden page run on for a moment only.
    document.addEventListener("visibilitychange", () => this._changed());
    this._camera = new Camera({
      video: this._video,
      facing: "environment",
      onState: (state) => this._cameraIs(state),
    });
    this._camera.open();
    measureRate(this._video, this._signal, (rate_hz) =>
      this._socket?.send({ type: "camera_rate", rate_hz }));
  }

  _cameraIs(state) {
    this._cameraState = state;
    this._changed();
    if (state !== "on") return;
    this._capture.start();
    if (this._socket === undefined) this._connect();
  }

  _screenStays(held) {
    this._dim = !held;
    this._changed();
  }

  /** Return how the camera is for those who only see its picture. */
  get _state() {
    if (document.visibilityState === "hidden") return "hidden";
    if (this._cameraState === "on") return this._dim ? "dim" : "on";
    return this._cameraState === "still" ? "still" : "lost";
  }

  /** Tell the computer how the camera is, and send no picture that is not of now. */
  _changed() {
    const state = this._state;
    const words = cameraWords(this._cameraState);
    this._blind = SEES_NOTHING.has(state);
    if (words !== null) this._write(words.join(". "));
    else if (state === "hidden") this._write(t("phone.was_hidden"));
    if (this._blind) this._overlay.clear();
    this._sendsPictures();
    this._report();
  }

  _report() {
    this._socket?.send({ type: "camera_state", state: this._state });
  }

  _sendsPictures() {
    this._capture.open = this._connected === true && !this._blind;
  }

  _connect() {
    this._write(t("phone.connecting"));
    const Connection = this._posts ? PostedConnection : TrainSocket;
    const socket = new Connection({
      role: "camera",
      first: { type: "join" },
      onMessage: (message) => socket === this._socket && this._received(message),
      onState: (state) => socket === this._socket && this._connectionIs(state),
    });
    this._socket = socket;
    socket.open();
    if (!this._posts) setTimeout(() => this._postIfRefused(socket), POSTS_AFTER_MS);
  }

  /** Without sockets, pictures go to the computer one by one, as posts. */
  _postIfRefused(socket) {
    if (socket !== this._socket || socket.wasOpen) return;
    this._posts = true;
    this._capture.longestSide = POSTED_SIDE_PX;
    socket.close();
    this._connect();
  }

  _connectionIs(state) {
    this._connected = state === "open";
    this._sendsPictures();
    if (state === "open") this._report();
    if (state === "lost") this._write(t("phone.lost"));
    if (state === "gone") this._write(t("phone.gone"));
  }

  _received(message) {
    if (message.type === "shown") this._shown(message);
    else if (message.type === "dropped") this._capture.answered(message.frame);
    else if (message.type === "waiting" || message.type === "ready") this._write(t("phone.seen"));
    else if (message.type === "over") this._waitFor(t("phone.over"));
    else if (message.reason === "taken_over") {
      // Asking again would take the camera back, and the two would never stop.
      this._blindFor(t("phone.taken_over"));
    } else if (message.type === "refused") {
      const waits = message.reason === "no_session";
      this._waitFor(waits ? t("phone.waits") : t("phone.refused"));
    }
  }

  _blindFor(words) {
    this._connected = false;
    this._sendsPictures();
    this._overlay.clear();
    show(this._count, false);
    this._remote.update(null);
    this._write(words);
  }

  /** Until the laptop begins, the phone asks again every few seconds. */
  _waitFor(words) {
    this._blindFor(words);
    setTimeout(() => this._connectAgain(words), ASK_AGAIN_MS);
  }

  _connectAgain(words) {
    this._connect();
    this._write(words);
  }

  _shown(message) {
    const { scene, frame } = message;
    // Posts go one by one.
    if (frame !== null) this._capture.answered(frame, this._posts ? 0 : message.ahead);
    this._remote.update(scene);
    if (this._blind) return;
    this._overlay.draw(message);
    show(this._count, scene.number !== "");
    write(this._number, scene.number);
    write(this._beside, scene.beside);
    show(this._corner, scene.side_word !== "");
    write(this._side, scene.side_word);
    // Whoever looks at the phone sees what to do, as on the computer.
    const cue = scene.cue ?? scene.note;
    this._write(cue ?? scene.title);
    set(this._words, "data-mends", cue !== null && cue === scene.cue && scene.mends);
  }

  _write(words) {
    // A question stands above its answers.
    show(this._words, !this._remote.asks);
    write(this._words, words);
    this._words.style.setProperty("--letters", Math.max(1, words.length));
  }
}
