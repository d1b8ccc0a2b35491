"""Makes a clip: poses every frame, draws it, and writes the video and its truth.

In: a `Clip` and a folder. Out: NAME.mp4 and NAME.truth.json.gz there. Files get their names only
when they are complete, so an interrupted run can continue.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.studio import props
from samples.studio.bodies import JOINTS, load_body
from samples.studio.camerawork import camera_at, frame_times
from samples.studio.clip import PEOPLE, Clip
from samples.studio.contact import keep_feet_up
from samples.studio.dressed import Clothed, DressedPerson
from samples.studio.encode import write_video
from samples.studio.figure import Pose
from samples.studio.kinematics import Array
from samples.studio.near_misses import exercise_of, negative_for
from samples.studio.postures.transitions import on_the_way
from samples.studio.render import Mesh, Renderer
from samples.studio.shapes import body_of
from samples.studio.stage import Stage
from samples.studio.timeline import Moment, Timeline, plan
from samples.studio.truth import SCHEMA, frames_record, write_truth
from samples.studio.wardrobe import dress
from samples.studio.zones import holds

#: The people who may walk past, their distance behind the person, and the duration.
PASSERS_BY, PASSER_BY_Y_M, PASSER_BY_S = ("jan", "anna"), 1.5, 4.8


class Take:
    """One clip in production: its person, its timeline, the times of its frames."""

    def __init__(self, clip: Clip) -> None:
        """Plan the clip; nothing is posed or drawn yet."""
        self.clip = clip
        self.exercise = exercise_of(clip.exercise)
        self.stage = Stage(
            load_body(clip.body) if clip.shape is None else body_of(clip.shape),
            clip.rest_hip_deg,
            clip.feet_apart_m,
            clip.arms_deg,
        )
        self.timeline: Timeline = plan(
            self.exercise,
            clip.movements,
            lead_in_s=clip.lead_in_s,
            lead_out_s=clip.lead_out_s,
            before_s=clip.before_s,
            after_s=clip.after_s,
        )
        self.times_s = frame_times(clip, self.timeline.duration_s)

    def pose(self, moment: Moment) -> Pose:
        """The person's posture at a moment."""
        figure = self.exercise.posture(self.stage, moment)
        if moment.phase in ("before", "after"):
            share = moment.progress if moment.phase == "before" else 1.0 - moment.progress
            figure = on_the_way(self.stage, self.exercise.begins_with, figure, share)
        if self.clip.shape is not None:
            keep_feet_up(figure, self.stage)
        return figure.pose()

    def poses(self) -> Iterator[tuple[Moment, Pose]]:
        """Moment and posture of every frame."""
        for time_s in self.times_s:
            moment = self.timeline.at(time_s)
            yield moment, self.pose(moment)

    def pictures(self) -> Iterator[tuple[float, NDArray[np.uint8]]]:
        """Time and picture of every frame."""
        clip = self.clip
        camera = camera_at(clip, 0.0)
        renderer = Renderer(camera, clip.light, clip.room, clip.sensor, clip.seed)
        person = DressedPerson(self.stage.body, clip.outfit, clip.blanket)
        surroundings = Surroundings(clip)
        for moment, pose in self.poses():
            if camera_at(clip, moment.time_s) != camera:
                camera = camera_at(clip, moment.time_s)
                renderer.look_through(camera)
            meshes = [*person.meshes(pose), *surroundings.meshes(moment.time_s)]
            yield moment.time_s, renderer.frame(meshes)

    def truth(self) -> dict[str, Any]:
        """The whole truth record of the clip."""
        timeline = self.timeline
        numbers = movement_numbers(timeline)
        labels: dict[str, list[Any]] = {"phase": [], "repetition": [], "side": [], "fault": []}
        tracks: dict[str, list[Array]] = {joint: [] for joint in JOINTS}
        for moment, pose in self.poses():
            labels["phase"].append(moment.phase)
            labels["repetition"].append(
                None if moment.movement is None else numbers[moment.movement]
            )
            labels["side"].append(moment.side)
            labels["fault"].append(timeline.fault_ids_at(moment.time_s))
            for joint, position in pose.joints().items():
                tracks[joint].append(position)
        joints = {joint: np.array(track) for joint, track in tracks.items()}
        return {
            "schema": SCHEMA,
            "clip": clip_record(self.clip),
            "repetitions": list(timeline.repetitions),
            "attempts": list(timeline.attempts),
            "holds": holds(
                timeline, self.times_s, joints, self.stage.body.torso_m, labels["fault"]
            ),
            "faults": list(timeline.faults),
            "frames": frames_record(self.times_s, labels, joints, self.pixels(joints)),
        }

    def pixels(self, joints: dict[str, Array]) -> dict[str, Array]:
        """Each joint (N, 3) in pixels (N, 2), for the camera of its frame."""
        cameras = [camera_at(self.clip, time_s) for time_s in self.times_s]
        tracks = np.stack([joints[joint] for joint in JOINTS], axis=1)
        seen = np.array(
            [camera.project(points) for camera, points in zip(cameras, tracks, strict=True)]
        )
        return {joint: seen[:, order] for order, joint in enumerate(JOINTS)}


class Surroundings:
    """The other things in the room: a chair, a cat, somebody who walks past."""

    def __init__(self, clip: Clip) -> None:
        """Set up the things that the clip contains."""
        self._clip = clip
        self._chair = props.chair(*clip.chair_at) if clip.chair_at else None
        if clip.passer_by_at_s is not None:
            people = (PEOPLE[name] for name in PASSERS_BY)
            other = next(person for person in people if person.body != clip.body)
            self._walker = Stage(load_body(other.body))
            self._walker_clothed = Clothed(dress(self._walker.body, other.outfit))

    def meshes(self, time_s: float) -> list[Mesh]:
        """The meshes that are there at a time."""
        clip = self._clip
        meshes = [self._chair] if self._chair else []
        if clip.cat_at:
            meshes.append(props.cat(*clip.cat_at, time_s))
        begins = clip.passer_by_at_s
        if begins is not None and 0.0 <= time_s - begins <= PASSER_BY_S:
            place = props.passer_by_x(time_s, begins)
            figure = props.walking(self._walker, place, PASSER_BY_Y_M, time_s)
            meshes.append(self._walker_clothed.mesh(figure.pose().skin()))
        return meshes


def movement_numbers(timeline: Timeline) -> list[int | None]:
    """Repetition number of each movement; None for one that does not count."""
    starts = {record["start_s"]: record["number"] for record in timeline.repetitions}
    numbers: list[int | None] = []
    for index in range(len(timeline.movements)):
        first = next(span for span in timeline.spans if span.movement == index)
        numbers.append(starts.get(round(first.start_s, 3)))
    return numbers


def clip_record(clip: Clip) -> dict[str, Any]:
    """The description of a clip: person, camera, conditions."""
    camera = clip.camera
    negatives = {"negative_for": list(negative_for(clip.exercise))}
    return {
        "name": clip.name,
        "exercise": clip.exercise,
        **(negatives if negatives["negative_for"] else {}),
        "seed": clip.seed,
        "body": clip.body,
        "camera": {
            "view": camera.view,
            "position_m": list(camera.position),
            "target_m": list(camera.target),
            "field_of_view_deg": camera.field_of_view_deg,
            "roll_deg": camera.roll_deg,
            "knocked_at_s": clip.knocked_at_s,
        },
        "conditions": list(clip.conditions),
        "frame_rate_hz": clip.frame_rate_hz,
        "width_px": camera.width_px,
        "height_px": camera.height_px,
    }


def shoot(clip: Clip, folder: Path) -> None:
    """Write the video and the truth of a clip; the video is last and marks the end of the work."""
    folder.mkdir(parents=True, exist_ok=True)
    take = Take(clip)
    video = video_path(clip, folder)
    unfinished = video.with_suffix(".part")
    camera = clip.camera
    write_video(
        unfinished,
        take.pictures(),
        size_px=(camera.width_px, camera.height_px),
        rate_hz=clip.frame_rate_hz,
    )
    write_truth(truth_path(clip, folder), take.truth())
    unfinished.rename(video)


def video_path(clip: Clip, folder: Path) -> Path:
    """The path of a clip's video."""
    return folder / f"{clip.name}.mp4"


def truth_path(clip: Clip, folder: Path) -> Path:
    """The path of a clip's truth."""
    return folder / f"{clip.name}.truth.json.gz"
