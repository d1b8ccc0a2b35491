// The settings of the camera: which one to use, and a preview.

import { h, replace } from "../shared/dom.js";
import { scene } from "../shared/scenes.js";
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
  // Kept by name: a camera's id differs from one port of the server to another. The id only tells
  // two cameras of the same name apart.
  const names = named.map(({ deviceId, label }) => [deviceId, label]);
  const { camera: name, camera_id: id } = settings();
  const chosen = named.find((each) => each.deviceId === id && each.label === name)
    ?? named.find((each) => each.label === name);
  const keep = (camera_id) =>
    save({ camera_id, camera: new Map(names).get(camera_id) ?? "" });
  return list(t("settings.camera_which"), "camera", chosen?.deviceId ?? "",
    [["", t("settings.camera_any")], ...names], keep);
}

function look(view, onOpen, signal) {
  view.camera?.close();
  const video = h("video", { muted: true, playsinline: true, autoplay: true,
    "aria-label": t("settings.camera_picture") });
  const camera = new Camera({
    video,
    name: settings().camera,
    id: settings().camera_id,
    onState: (state) => {
      if (state === "on") {
        replace(view, video, button(t("settings.camera_close"), close));
        onOpen();
      } else {
        replace(view, scene("camera"), cameraTrouble(state));
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
