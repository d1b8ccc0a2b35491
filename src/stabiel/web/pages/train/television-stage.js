// The session on a television: what the computer shows, in large. It is controlled elsewhere.

import { h, replace } from "../shared/dom.js";
import { chosenLanguage, t } from "../shared/texts.js";
import { announce } from "../shared/widgets.js";
import { RemotePicture } from "./remote.js";
import { TrainSocket } from "./socket.js";
import { StageView } from "./stage-view.js";
import { phoneWords } from "./trouble.js";
import { Voice } from "./voice.js";
import { stayAwake } from "./wake.js";

const ASK_AGAIN_MS = 2000;

/** Follows one session after another. Holds the connection, the stage and the voice. */
export class Television {
  constructor(place, { voice }) {
    this._place = place;
    this._signal = new AbortController().signal;
    this._voice = voice
      ? new Voice({ language: chosenLanguage(), name: "", onSpeaks: () => {}, onFailed: () => {} })
      : null;
  }

  start() {
    this._voice?.start();
    this._wait(t("tv.waits"));
    this._connect();
  }

  /** Show in words that there is nothing to show, and ask again. */
  _wait(words) {
    this._stage = null;
    replace(this._place, h("div", { class: "welcome" },
      h("h1", {}, t("tv.welcome")),
      h("p", { class: "lead", role: "status", "data-test": "tv-waits" }, words)));
  }

  _connect() {
    this._socket = new TrainSocket({
      role: "television",
      first: { type: "join" },
      onMessage: (message) => this._received(message),
      onPicture: (bytes) => this._seen(bytes),
      onState: (connection) => this._connectionIs(connection),
    });
    this._socket.open();
  }

  _connectionIs(connection) {
    if (connection === "lost" || connection === "gone") this._voice?.hush();
    this._connection = connection;
    if (connection === "gone") this._wait(t("tv.gone"));
    else this._showTrouble();
  }

  _received(message) {
    if (message.type === "shown") this._shown(message);
    else if (message.type === "camera_state") this._cameraIs(message.state);
    else if (message.type === "over") this._again(t("tv.over"));
    else if (message.type === "refused") {
      this._again(message.reason === "no_session" ? t("tv.waits") : t("tv.refused"));
    }
  }

  _again(words) {
    this._wait(words);
    setTimeout(() => this._connect(), ASK_AGAIN_MS);
  }

  _cameraIs(state) {
    this._camera = state;
    if (phoneWords(state) !== null) for (const each of [this._picture, this._stage]) each?.clear();
    this._showTrouble();
  }

  _seen(bytes) {
    if (this._stage !== null && phoneWords(this._camera) === null) this._picture.show(bytes);
  }

  _shown(message) {
    if (this._stage === null) this._open();
    this._stage.update(message);
    const { line, scene } = message;
    if (line === null) return;
    announce(line.text);
    if (!scene.muted) this._voice?.say(line);
  }

  _open() {
    this._picture = new RemotePicture();
    this._stage = new StageView({ source: this._picture.element, large: true });
    replace(this._place, this._stage.element);
    this._stage.start(this._signal);
    const nothing = () => {};
    stayAwake(this._signal, { notices: this._stage.notices, onHidden: nothing,
      onVisible: nothing });
    this._showTrouble();
  }

  _showTrouble() {
    this._stage?.trouble.update({ connection: this._connection ?? "open", phone: this._camera,
      camera: "on" }, null, () => null);
  }
}
