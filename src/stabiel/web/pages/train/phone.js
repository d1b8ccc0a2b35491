// The phone as the camera: its picture with the count. The laptop does everything else.

import { h, replace, set, show, write } from "../shared/dom.js";
import { shape } from "../shared/shapes.js";
import { loadTexts, t } from "../shared/texts.js";
import { Camera } from "./camera.js";
import { Capture, packed } from "./capture.js";
import { Ground } from "./ground.js";
import { Notices } from "./notices.js";
import { Overlay } from "./overlay.js";
import { measureRate } from "./rate.js";
import { TrainSocket } from "./socket.js";
import { cameraWords } from "./trouble.js";
import { stayAwake } from "./wake.js";

const ASK_AGAIN_MS = 2000;

/** The phone's page. Holds its camera, its connection and what it shows. */
class Phone {
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
    const name = { "aria-label": t("phone.title"), "data-test": "stage" };
    this.element = h("section", { class: "stage", ...name },
      h("h1", { class: "unseen" }, t("phone.title")),
      h("div", { class: "scene" },
        h("div", { class: "picture" }, this._video, this._canvas),
        h("div", { class: "top" }, this._count, this._corner),
        h("div", { class: "below" }, this._words)),
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
    stayAwake(this._signal, { notices: this._notices, onHidden: nothing, onVisible: nothing });
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
    const words = cameraWords(state);
    if (words !== null) {
      this._write(words.join(" "));
      this._overlay.clear();
      return;
    }
    this._capture.start();
    if (this._socket === undefined) this._connect();
  }

  _connect() {
    this._write(t("phone.connecting"));
    this._socket = new TrainSocket({
      role: "camera",
      first: { type: "join" },
      onMessage: (message) => this._received(message),
      onState: (state) => this._connectionIs(state),
    });
    this._socket.open();
  }

  _connectionIs(state) {
    this._capture.open = state === "open";
    if (state === "lost") this._write(t("phone.lost"));
    if (state === "gone") this._write(t("phone.gone"));
  }

  _received(message) {
    if (message.type === "shown") this._shown(message);
    else if (message.type === "dropped") this._capture.answered(message.frame);
    else if (message.type === "waiting" || message.type === "ready") this._write(t("phone.seen"));
    else if (message.type === "over") this._waitFor(t("phone.over"));
    else if (message.type === "refused") {
      const waits = message.reason === "no_session";
      this._waitFor(waits ? t("phone.waits") : t("phone.refused"));
    }
  }

  /** Until the laptop begins, the phone asks again every few seconds. */
  _waitFor(words) {
    this._capture.open = false;
    this._overlay.clear();
    show(this._count, false);
    this._write(words);
    setTimeout(() => this._connectAgain(words), ASK_AGAIN_MS);
  }

  _connectAgain(words) {
    this._connect();
    this._write(words);
  }

  _shown(message) {
    const { scene, frame } = message;
    if (frame !== null) this._capture.answered(frame);
    this._overlay.draw(message);
    show(this._count, scene.number !== "");
    write(this._number, scene.number);
    write(this._beside, scene.beside);
    show(this._corner, scene.side_word !== "");
    write(this._side, scene.side_word);
    this._write(scene.question?.text ?? scene.note ?? scene.title);
  }

  _write(words) {
    write(this._words, words);
  }
}

function welcome() {
  const begin = h("button", { type: "button", class: "main", "data-test": "begin" },
    shape("camera"), t("phone.begin_camera"));
  begin.addEventListener("click", () => {
    const phone = new Phone();
    replace(document.querySelector("main"), phone.element);
    phone.start();
  });
  replace(document.querySelector("main"),
    h("div", { class: "welcome" },
      h("h1", {}, t("phone.title")),
      h("p", { class: "lead" }, t("phone.welcome")),
      h("p", {}, t("phone.stays")),
      begin));
  document.title = `${t("phone.title")} – ${t("app.name")}`;
}

await loadTexts();
welcome();
