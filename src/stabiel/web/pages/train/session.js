// One session on a page: connects camera, connection, voice and drawing.

import { address, go } from "../shared/addresses.js";
import { h, replace, set, show } from "../shared/dom.js";
import { isDark, settings, state } from "../shared/state.js";
import { chosenLanguage, t } from "../shared/texts.js";
import { announce, button, linkButton } from "../shared/widgets.js";
import { ASKING, Camera } from "./camera.js";
import { Capture, packed } from "./capture.js";
import { Ground } from "./ground.js";
import { Buttons, listenToKeys } from "./keys.js";
import { Marks } from "./marks.js";
import { Notices } from "./notices.js";
import { Overlay } from "./overlay.js";
import { QuestionView } from "./question.js";
import { measureRate } from "./rate.js";
import { RemotePicture } from "./remote.js";
import { SceneView } from "./scene.js";
import { TrainSocket } from "./socket.js";
import { CAN_JOIN, ENDS_CONNECTION, OWN_TEXTS, phoneWords } from "./trouble.js";
import { TroublePanel } from "./trouble-panel.js";
import { Voice } from "./voice.js";
import { stayAwake } from "./wake.js";

/** A session on a page. Holds its parts, and any trouble with camera or connection. */
export class TrainingSession {
  /**
   * @param {string} role "trainer" with the camera of this page, "screen" with that of a phone.
   * @param {object} wanted is the message that begins the session.
   * @param {boolean} join whether to join the running session instead.
   */
  constructor({ role, wanted, join, signal }) {
    this._role = role;
    this._wanted = wanted;
    this._join = join;
    this._signal = signal;
    this._camera = "on";
    this._connection = "open";
    this._pausedByHiding = false;
    this._video = h("video", { muted: true, playsinline: true, "aria-hidden": "true" });
    this._canvas = h("canvas", { "aria-hidden": "true" });
    this._remote = role === "screen" ? new RemotePicture() : null;
    this._view = new SceneView();
    this._question = new QuestionView((command) => this._command(command));
    this._notices = new Notices();
    this._trouble = new TroublePanel();
    const name = { "aria-label": t("train.title"), "data-test": "stage" };
    this.element = h("section", { class: "stage", ...name });
    this._buttons = new Buttons((command) => this._command(command), this.element);
    replace(this.element,
      h("div", { class: "scene" },
        h("div", { class: "picture" }, this._remote?.element ?? this._video, this._canvas),
        this._view.elements, this._question.element, this._trouble.element),
      this._notices.element, this._buttons.element);
    this.element.querySelector(".picture")
      .classList.toggle("mirrored", role === "trainer" && settings().mirror);
  }

  /** Begin, once the element is in the page. */
  start() {
    this._overlay = new Overlay(this._canvas);
    this._marks = new Marks();
    this._setGround(isDark() ? "dark" : "light");
    this._voice = settings().voice ? this._makeVoice() : null;
    this._voice?.start();
    listenToKeys(this._signal, (command) => this._command(command));
    stayAwake(this._signal, { notices: this._notices, onHidden: () => this._hide(),
      onVisible: () => this._visible() });
    this._signal.addEventListener("abort", () => this._leave());
    if (this._remote !== null) {
      new Ground(this._remote.element, this._signal, (ground) => this._setGround(ground));
      this._connect();
    } else this._openCamera();
  }

  _makeVoice() {
    return new Voice({
      language: chosenLanguage(),
      name: settings().voice_name,
      onSpeaks: () => this._reportVoice(),
      onFailed: () => this._notices.say("voice", t("train.voice_failed")),
    });
  }

  _openCamera() {
    this._capture = new Capture(this._video, async (time, jpeg) =>
      this._socket?.sendBytes(await packed(time, jpeg)));
    this._ground = new Ground(this._video, this._signal, (ground) => this._setGround(ground));
    this._device = new Camera({
      video: this._video,
      name: settings().camera,
      id: settings().camera_id,
      onState: (camera) => this._cameraIs(camera),
    });
    this._device.open();
    measureRate(this._video, this._signal, (rate_hz) =>
      this._socket?.send({ type: "camera_rate", rate_hz }));
  }

  _cameraIs(camera) {
    this._camera = camera;
    if (camera === "on" && this._socket === undefined) this._connect();
    if (camera === "on") this._capture.start();
    if (camera === "lost" || camera === "still") this._overlay.clear();
    this._showTrouble();
  }

  _connect() {
    const begin = { ...this._wanted, camera: this._device?.label ?? "" };
    this._socket = new TrainSocket({
      role: this._role,
      first: this._join ? { type: "join" } : begin,
      onMessage: (message) => this._received(message),
      // One that was judged while the camera went blind comes after the news of it.
      onPicture: (bytes) => phoneWords(this._phone) ?? this._remote?.show(bytes),
      onState: (connection) => this._connectionIs(connection),
    });
    this._socket.open();
  }

  _connectionIs(connection) {
    if (connection === "closed") {
      if (this._capture) this._capture.open = false;
      return;
    }
    this._connection = connection;
    const open = connection === "open";
    if (open) this._reportVoice();
    else {
      this._overlay.clear();
      this._voice?.hush();
    }
    if (this._capture) this._capture.open = open;
    this._showTrouble();
  }

  _reportVoice() {
    if (this._voice !== null && this._voice.engine === null) return;
    const speaks = this._voice !== null && this._voice.engine !== "tones";
    this._socket?.send({ type: "voice", speaks });
  }

  _received(message) {
    if (message.type === "shown") this._shown(message);
    else if (message.type === "dropped") this._capture?.answered(message.frame);
    else if (message.type === "camera_state") this._phoneIs(message.state);
    else if (message.type === "over") this._ended(message.sessions);
    else if (message.type === "refused") {
      this._refusal = message;
      this._connection = OWN_TEXTS.has(message.reason) ? message.reason : "refused";
      this._showTrouble();
    }
  }

  /** A camera on a phone that sees nothing now: its last picture is not what happens. */
  _phoneIs(phone) {
    this._phone = phone;
    if (phone === "dim") this._notices.say("phone-dim", t("phone.is_dim"));
    if (phoneWords(phone) !== null) this._remote?.clear();
    if (phoneWords(phone) !== null) this._overlay.clear();
    this._showTrouble();
  }

  _shown(message) {
    const { scene, line, frame } = message;
    // The next frame goes out first: the server judges it while this one is drawn.
    if (frame !== null) this._capture?.answered(frame);
    if (this._remote?.shown ?? true) this._overlay.draw(message);
    if (frame !== null) this._marks.drawn(frame);
    this._view.update(scene, this._overlay.ground);
    this._buttons.update(scene);
    this._question.update(scene);
    this._paused = scene.paused;
    if (scene.summary.length > 0) this._summary = scene.summary;
    if (line !== null) this._say(line);
  }

  _say(line) {
    const speaks = this._voice !== null && this._voice.engine !== "tones";
    // A voice speaks the count; a screen reader would talk over it.
    if (line.tones !== "count" || !speaks) announce(line.text);
    this._voice?.say(line);
  }

  _ended(sessions) {
    state.summary = this._summary ?? [];
    state.start.running = null;
    go("after", sessions.map((each) => each.id).join("-"));
  }

  _command(command) {
    if (command === "quit" && this._connection !== "open") return void go("today");
    if (command === "mute") this._voice?.hush();
    this._pausedByHiding = false;
    this._socket?.send({ type: "command", command });
  }

  _hide() {
    if (this._role !== "trainer" || this._paused || !this._socket) return;
    this._socket.send({ type: "command", command: "pause" });
    this._pausedByHiding = true;
  }

  _visible() {
    if (!this._pausedByHiding) return;
    this._pausedByHiding = false;
    this._socket?.send({ type: "command", command: "pause" });
  }

  _setGround(ground) {
    this._overlay.ground = ground;
    set(this.element, "data-ground", ground);
  }

  _showTrouble() {
    show(this._buttons.element, !ENDS_CONNECTION.has(this._connection));
    this._trouble.update({ connection: this._connection, phone: this._phone,
      camera: this._camera }, this._refusal, () => this._remedies());
  }

  _remedies() {
    const actions = [];
    const main = { look: "main", test: "try-again" };
    if (CAN_JOIN.has(this._connection)) {
      actions.push(button(t("connection.join"), () => this._goOn(), { ...main, test: "join" }));
    } else if (this._connection === "gone") {
      actions.push(button(t("app.again"), () => this._socket.tryAgain(), main));
    } else if (this._device && this._connection === "open" && !ASKING.has(this._camera)) {
      actions.push(button(t("app.again"), () => this._device.open(), main));
    }
    const stuck = ENDS_CONNECTION.has(this._connection) || this._socket === undefined;
    if (stuck) actions.push(linkButton(address("today"), t("menu.today")));
    return actions.length > 0 && h("div", { class: "actions" }, actions);
  }

  _goOn() {
    this._join = true;
    this._connection = "open";
    this._showTrouble();
    this._connect();
  }

  /** Leave the page: the server waits a while for its return, then keeps what was done. */
  _leave() {
    this._socket?.close();
    this._capture?.stop();
    this._device?.close();
    this._voice?.close();
  }
}
