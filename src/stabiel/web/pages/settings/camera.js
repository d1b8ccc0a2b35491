// The settings of the camera: which one to use, and a preview.

import { h, replace } from "../shared/dom.js";
import { settings } from "../shared/state.js";
import { t } from "../shared/texts.js";
import { button } from "../shared/widgets.js";
import { Camera } from "../train/camera.js";
import { cameraTrouble } from "../train/trouble.js";
import { check, field, list } from "./fields.js";

export function cameraSection(save, signal) {
  const place = h("div", { "data-test": "cameras" });
  const view = h("div", { class: "preview" });
  const draw = async () => replace(place, await cameras(save));
  draw();
  return field(t("settings.camera"),
    place,
    h("div", { class: "actions" },
      button(t("settings.camera_look"), () => look(view, draw, signal),
        { icon: "camera", test: "try-camera" })),
    view,
    check(t("settings.mirror"), "mirror", settings().mirror, (mirror) => save({ mirror }),
      t("settings.mirror_words")));
}

async function cameras(save) {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  // A browser names its cameras only after one was allowed.
  const named = all.filter((each) => each.kind === "videoinput" && each.label !== "");
  if (named.length === 0) return h("p", { class: "quiet" }, t("settings.camera_unnamed"));
  // By name: a camera's id differs from one port of the server to another.
  const options = [["", t("settings.camera_any")], ...named.map(({ label }) => [label, label])];
  const keep = (camera) => save({ camera });
  return list(t("settings.camera_which"), "camera", settings().camera, options, keep);
}

function look(view, onOpen, signal) {
  view.camera?.close();
  const video = h("video", { muted: true, playsinline: true, autoplay: true,
    "aria-label": t("settings.camera_picture") });
  const camera = new Camera({
    video,
    name: settings().camera,
    onState: (state) => {
      if (state === "on") {
        replace(view, video, button(t("settings.camera_close"), close));
        onOpen();
      } else {
        replace(view, cameraTrouble(state));
      }
    },
  });
  const close = () => {
    camera.close();
    replace(view);
  };
  view.camera = camera;
  signal.addEventListener("abort", close);
  camera.open();
}
