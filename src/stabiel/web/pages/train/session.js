// One session on a page: connects camera, connection, voice and drawing.

import { go } from "../shared/addresses.js";
import { h, show } from "../shared/dom.js";
import { saveSettings, settings, state } from "../shared/state.js";
import { chosenLanguage, t } from "../shared/texts.js";
import { announce } from "../shared/widgets.js";
import { Camera } from "./camera.js";
import { Capture, packed } from "./capture.js";
import { HiddenPause } from "./hiding.js";
import { watchIdle } from "./idle.js";
import { Buttons, fullScreenButton, largeButton, listenToKeys, turnFullScreen } from "./keys.js";
import { Marks } from "./marks.js";
import { measureRate } from "./rate.js";
import { remedies } from "./remedies.js";
import { RemotePicture } from "./remote.js";
import { TrainSocket } from "./socket.js";
import { StageView } from "./stage-view.js";
import { ENDS_CONNECTION, OWN_TEXTS, phoneWords } from "./trouble.js";
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
    this._hidden = new HiddenPause(() =>
      this._socket?.send({ type: "command", command: "pause" }));
    this._video = h("video", { muted: true, playsinline: true, "aria-hidden": "true" });
    this._remote = role === "screen" ? new RemotePicture() : null;
    this._stage = new StageView({ source: this._remote?.element ?? this._video,
      large: settings().television, mirrored: role === "trainer" && settings().mirror,
      onCommand: (command) => this._command(command) });
    this.element = this._stage.element;
    this._buttons = new Buttons((command) => this._command(command));
    this._large = largeButton(() => this._turnLarge());
    this._large.update(this._stage.large);
    this._buttons.add(this._large.element,
      fullScreenButton(() => turnFullScreen(this.element), signal));
    this._stage.addControls(this._buttons.element);
  }

  /** Begin, once the element is in the page. */
  start() {
    this._stage.start(this._signal);
    this._marks = new Marks();
    watchIdle(this.element, this._signal);
    this._voice = settings().voice ? this._makeVoice() : null;
    this._voice?.start();
    listenToKeys(this._signal, (command) => this._command(command), {
      f: () => turnFullScreen(this.element), v: () => this._turnLarge() });
    stayAwake(this._signal, { notices: this._stage.notices, onHidden: () => this._hide(),
      onVisible: () => this._hidden.visible() });
    this._signal.addEventListener("abort", () => this._leave());
    if (this._remote !== null) this._connect();
    else this._openCamera();
  }

  _makeVoice() {
    return new Voice({ language: chosenLanguage(), name: settings().voice_name,
      onSpeaks: () => this._reportVoice(),
      onFailed: () => this._stage.notices.say("voice", t("train.voice_failed")),
    });
  }

  _openCamera() {
    this._capture = new Capture(this._video, async (time, jpeg) =>
      this._socket?.sendBytes(await packed(time, jpeg)));
    this._device = new Camera({
      video: this._video,
      name: settings().camera,
      id: settings().camera_id,
      onState: (camera) => this._cameraIs(camera) });
    this._device.open();
    measureRate(this._video, this._signal, (rate_hz) =>
      this._socket?.send({ type: "camera_rate", rate_hz }));
  }

  _cameraIs(camera) {
    this._camera = camera;
    if (camera === "on" && this._socket === undefined) this._connect();
    if (camera === "on") this._capture.start();
    if (camera === "lost" || camera === "still") this._stage.clear();
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
      this._stage.clear();
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
    if (phone === "dim") this._stage.notices.say("phone-dim", t("phone.is_dim"));
    if (phoneWords(phone) !== null) for (const each of [this._remote, this._stage]) each?.clear();
    this._showTrouble();
  }

  _shown(message) {
    const { scene, line, frame } = message;
    // The next frame goes out first: the server judges it while this one is drawn.
    if (frame !== null) this._capture?.answered(frame, message.ahead);
    this._stage.update(message);
    if (frame !== null) this._marks.drawn(frame);
    this._buttons.update(scene);
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
    this._hidden.forget();
    this._socket?.send({ type: "command", command });
  }

  _hide() {
    if (this._role === "trainer" && !this._paused && this._socket) this._hidden.hide();
  }

  /** Show the session large, for a television, or not; the next one begins in the same way. */
  _turnLarge() {
    this._stage.large = !this._stage.large;
    this._large.update(this._stage.large);
    saveSettings({ television: this._stage.large }).catch((error) => console.warn(error));
  }

  _showTrouble() {
    show(this._buttons.element, !ENDS_CONNECTION.has(this._connection));
    this._stage.trouble.update({ connection: this._connection, phone: this._phone,
      camera: this._camera }, this._refusal, () => this._remedies());
  }

  _remedies() {
    return remedies({ connection: this._connection, camera: this._device ? this._camera : null,
      begun: this._socket !== undefined }, {
      join: () => this._goOn({ join: true }),
      instead: () => this._goOn({ join: false }),
      again: () => this._socket.tryAgain(),
      reopen: () => this._device.open(),
    });
  }

  /** Join the running session, or end it and begin this one. */
  _goOn({ join }) {
    this._join = join;
    this._wanted = { ...this._wanted, replace: !join };
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
