// Records a demonstration with the camera of the browser. In: the camera. Out: a video.

import { h, replace, show, write } from "../shared/dom.js";
import { settings } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { announce, button } from "../shared/widgets.js";
import { Camera } from "../train/camera.js";
import { playTones } from "../train/tones.js";
import { cameraTrouble, cameraWords } from "../train/trouble.js";

// Time to get into the start posture.
const COUNTDOWN_S = 8;
// From the floor nobody reads a screen: the last seconds are heard.
const HEARD_S = 3;
const LONGEST_S = 240;
const KINDS = ["video/webm;codecs=vp8", "video/webm", "video/mp4"];

const main = (words, onClick, test) => button(words, onClick, { look: "main", test });

/**
 * Return the camera's picture with the buttons of a recording.
 * @param {(video: Blob) => void} onVideo receives what was recorded.
 */
export function recorder({ signal, onVideo }) {
  const video = h("video", { muted: true, playsinline: true, "aria-hidden": "true" });
  const trouble = h("div", {});
  const news = h("p", { class: "huge teach-news", "data-test": "teach-news" });
  const start = main(t("teach.record"), () => count(), "teach-record");
  const stop = main(t("teach.stop"), () => recording?.stop(), "teach-stop");
  show(start, false);
  show(stop, false);
  let recording = null;
  let timer = null;
  let sound = null;
  const ends = new AbortController();
  const device = new Camera({
    video,
    name: settings().camera,
    id: settings().camera_id,
    onState: (state) => {
      replace(trouble, cameraWords(state) && cameraTrouble(state));
      show(start, state === "on" && recording === null && timer === null);
    },
  });
  const close = () => {
    clearInterval(timer);
    ends.abort();
    sound?.close();
    sound = null;
    if (recording?.state === "recording") recording.stop();
    device.close();
  };
  signal.addEventListener("abort", () => {
    recording?.removeEventListener("stop", done);
    close();
  });
  const parts = [];
  const done = () => {
    close();
    onVideo(new Blob(parts, { type: recording.mimeType.split(";")[0] }));
  };

  function count() {
    show(start, false);
    // Browsers allow sound only from a press on.
    sound = new AudioContext();
    let left = COUNTDOWN_S;
    const tick = () => {
      write(news, t("teach.begins", { seconds: left }));
      announce(news.textContent);
      if (left > 0 && left <= HEARD_S) playTones(sound, "count");
      if (left > 0) left -= 1;
      else begin();
    };
    timer = setInterval(tick, 1000);
    tick();
  }

  function begin() {
    clearInterval(timer);
    timer = null;
    if (video.srcObject === null) {
      // The camera went away; what it says about that stands above the picture.
      write(news, "");
      return;
    }
    playTones(sound, "rising");
    const mimeType = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
    recording = new MediaRecorder(video.srcObject, { mimeType, videoBitsPerSecond: 4_000_000 });
    recording.addEventListener("dataavailable", (event) => parts.push(event.data));
    recording.addEventListener("stop", done);
    recording.start(1000);
    announce(t("teach.recording", { seconds: 0 }));
    show(stop, true);
    const began = performance.now();
    const tick = () => {
      const seconds = Math.floor((performance.now() - began) / 1000);
      write(news, t("teach.recording", { seconds }));
      if (seconds >= LONGEST_S) recording.stop();
    };
    timer = setInterval(tick, 500);
    tick();
  }

  device.open();
  const mirrored = settings().mirror ? "teach-picture mirrored" : "teach-picture";
  return h("div", {}, trouble, h("p", {}, t("teach.record_words")),
    h("div", { class: mirrored }, video), news,
    h("div", { class: "actions" }, start, stop));
}
