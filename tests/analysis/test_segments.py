"""A video in segments: every frame once, in order; and judged as in one pass."""

import json
import math
import pickle
import threading
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from stabiel.analysis.analysis import Job, analyze, analyze_on_cores
from stabiel.analysis.segments import (
    LEAST_CUT_S,
    WARM_UP_S,
    SegmentReader,
    SegmentWork,
    cut,
    cut_into,
    poses_of_segment,
)
from stabiel.errors import OutputError, VideoError
from stabiel.exercises.files import load_book
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded, load_poses
from stabiel.system.resources import sample_path
from stabiel.video.brightness import brightness
from stabiel.video.reader import VideoFile
from stabiel.video.timestamps import TimeRepair

BOOK = load_book()
SAMPLES = sample_path().parent


class Nobody:
    """Finds nobody, quickly."""

    def find(self, frame):
        return None

    def close(self):
        pass


class Warming(Nobody):
    """Needs some frames before it follows the body; then it finds it as the picture shows it."""

    def __init__(self, frames):
        self._frames = frames

    def find(self, frame):
        self._frames -= 1
        if self._frames >= 0:
            return None
        points = np.full((33, 2), float(frame.image[::8, ::8].mean()))
        size = frame.image.shape[1], frame.image.shape[0]
        return Pose(frame.time_s, points, np.ones(33), np.zeros((33, 3)), size)


def one_pass(video, estimator=Nobody):
    with VideoFile(video) as frames:
        finder = estimator()
        return [
            Recorded(frame.time_s, finder.find(frame), brightness(frame.image)) for frame in frames
        ]


def in_segments(video, count=3, estimator=Nobody, duration_s=None, **options):
    with VideoFile(video) as opened:
        next(iter(opened))
        segments = cut_into(duration_s or opened.duration_s, count)
        zero_s = opened.zero_s
    options = {"every_frame": True} | options
    with SegmentWork(video, zero_s, segments, estimator, cores=2, **options) as work:
        parts = [list(results) for _, results in work]
    return [found for part in parts for found in part]


def same(first, second):
    return [each[::2] for each in first] == [each[::2] for each in second] and [
        None if each.pose is None else each.pose.points[0, 0] for each in first
    ] == [None if each.pose is None else each.pose.points[0, 0] for each in second]


def noisy(index):
    return np.random.default_rng(index).integers(0, 255, (48, 64, 3), np.uint8)


# The cuts


def test_segments_cover_the_whole_video_and_are_the_same_work():
    segments = cut(95.0)

    assert segments[0].begin_s == 0.0
    assert segments[-1].end_s == math.inf
    assert [one.end_s for one in segments[:-1]] == [two.begin_s for two in segments[1:]]
    ends = [*(segment.end_s for segment in segments[:-1]), 95.0]
    work = [
        end - max(0.0, each.begin_s - WARM_UP_S) for each, end in zip(segments, ends, strict=True)
    ]
    assert work == pytest.approx([work[0]] * 4)


@pytest.mark.parametrize(
    ("duration_s", "count"),
    [
        (None, 1),  # of unknown length
        (LEAST_CUT_S - 0.1, 1),  # too short to be worth it
        (LEAST_CUT_S, 2),
        (60.0, 2),
        (95.0, 4),
        (240.0, 8),
        (1200.0, 20),
        (7200.0, 120),  # what is found ahead costs memory
    ],
)
def test_how_many_segments(duration_s, count):
    assert len(cut(duration_s)) == count


# Every frame as in one pass


def test_every_frame_comes_once_with_its_own_time_and_picture():
    once = one_pass(sample_path())

    assert in_segments(sample_path(), 4) == once


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("clip.mp4", {}),
        ("clip.mkv", {}),
        ("clip.webm", {"codec": "libvpx-vp9", "time_base": Fraction(1, 1000)}),
        ("variable.mp4", {"times_s": [0.04 * i + 0.013 * (i % 3) for i in range(150)]}),
        ("late.mkv", {"times_s": [5.0 + 0.04 * i for i in range(150)]}),
        ("gap.mp4", {"times_s": [0.04 * i + (4.0 if i > 60 else 0.0) for i in range(120)]}),
        ("sound.mp4", {"sound_s": 6.0}),
        ("fragments.mp4", {"container": {"movflags": "frag_keyframe+default_base_moof"}}),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_whatever_the_file(make_video, name, options):
    times = options.pop("times_s", [0.04 * index for index in range(150)])
    video = make_video(name, times_s=times, picture=noisy, **options)

    assert in_segments(video) == one_pass(video)


def with_b_frames(path, key_every):
    """Write a video whose pictures are not stored in display order."""
    with av.open(str(path), "w") as output:
        options = {"preset": "fast", "bf": "3", "g": str(key_every), "x264-params": "open-gop=1"}
        stream = output.add_stream("libx264", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for index in range(150):
            frame = av.VideoFrame.from_ndarray(noisy(index // 5), format="rgb24")
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("key_every", [12, 1000], ids=["many-keys", "one-key"])
@pytest.mark.parametrize("name", ["b.mp4", "b.mkv"])
def test_pictures_that_lean_on_others(tmp_path, name, key_every):
    video = with_b_frames(tmp_path / name, key_every)

    assert in_segments(video) == one_pass(video)


def test_a_jump_that_lands_late_is_noticed_and_made_good(tmp_path, monkeypatch):
    video = with_b_frames(tmp_path / "b.mp4", 25)
    once, jumped = one_pass(video), []

    def too_far(self, stamp_s):
        jumped.append(stamp_s)
        self._container.seek(int((stamp_s + 1.5) / self._stream.time_base), stream=self._stream)
        return True

    monkeypatch.setattr(VideoFile, "_jump", too_far)

    assert in_segments(video) == once
    assert jumped


def test_a_clock_that_starts_again_is_repaired_as_in_one_pass(make_video, tmp_path):
    parts = [
        make_video(f"{count}.ts", times_s=[0.04 * i for i in range(count)], picture=noisy)
        for count in (70, 90)
    ]
    video = tmp_path / "joined.ts"
    video.write_bytes(b"".join(part.read_bytes() for part in parts))

    with VideoFile(video) as opened:
        next(iter(opened))
        segments, zero_s = cut_into(6.4, 3), opened.zero_s
    with SegmentWork(video, zero_s, segments, Nobody, cores=2, every_frame=True) as work:
        found = [each for _, results in work for each in results]
        repairs = work.repairs

    assert found == one_pass(video)
    assert len(found) == 160
    assert [each.time_s for each in found] == pytest.approx(
        [0.04 * i for i in range(160)], abs=0.02
    )
    assert repairs[TimeRepair.CLOCK_SET] == 1


def test_a_jump_that_is_refused_costs_time_alone(tmp_path, monkeypatch):
    video = with_b_frames(tmp_path / "b.mp4", 25)
    once = one_pass(video)
    monkeypatch.setattr(VideoFile, "_jump", lambda self, stamp_s: False)

    assert in_segments(video) == once


@pytest.mark.parametrize("claimed_s", [8.0, 8.4, 60.0])
def test_a_file_that_claims_to_last_longer_ends_where_it_ends(make_video, claimed_s):
    """The last segments are empty; the first of them may have seen the same warm-up anyway."""
    video = make_video(times_s=[0.04 * i for i in range(150)], picture=noisy)

    assert in_segments(video, 4, duration_s=claimed_s) == one_pass(video)


def test_each_segment_is_warmed_up_before_its_first_frame(make_video):
    video = make_video(times_s=[0.04 * i for i in range(200)], picture=noisy)
    frames = int(WARM_UP_S * 25) - 1

    once = one_pass(video, lambda: Warming(frames))
    found = in_segments(video, estimator=lambda: Warming(frames))

    assert same(found, once)
    assert sum(each.pose is None for each in found) == frames  # of the very first segment


# What another process found


def found_elsewhere(video, count, estimator, **changed):
    with VideoFile(video) as opened:
        next(iter(opened))
        segments, zero_s = cut_into(opened.duration_s, count), opened.zero_s
    found = [
        poses_of_segment(
            SegmentReader(video, segment, zero_s if segment.begin_s else None),
            estimator,
            every_frame=True,
        )
        for segment in segments
    ]
    return [replace(each, **changed) for each in pickle.loads(pickle.dumps(found))]


def test_what_another_process_found_is_taken_and_the_rest_is_searched(make_video):
    video = make_video(times_s=[0.04 * i for i in range(200)], picture=noisy)

    def estimator():
        made.append(1)
        return Warming(int(WARM_UP_S * 25) - 1)

    made = []
    known = found_elsewhere(video, 3, estimator)
    once = in_segments(video, estimator=estimator)
    for missing, searches in (((), 0), ((1,), 1), ((0, 2), 2)):
        made.clear()
        given = [None if number in missing else each for number, each in enumerate(known)]
        assert same(in_segments(video, estimator=estimator, known=given), once)
        assert len(made) == searches
    # Another cut is no use, and a part that saw other pictures is searched again.
    assert same(in_segments(video, estimator=estimator, known=known[:2]), once)
    assert same(
        in_segments(video, estimator=estimator, known=found_elsewhere(video, 3, Nobody, head=[])),
        [*one_pass(video)[: len(known[0].frames)], *once[len(known[0].frames) :]],
    )


# What is wrong with a file is wrong in segments too


def error_of(search, *arguments):
    with pytest.raises(VideoError) as raised:
        search(*arguments)
    return str(raised.value)


def test_a_file_that_breaks_off_is_the_same_error(tmp_path):
    whole = sample_path().read_bytes()
    video = tmp_path / "cut.mp4"
    for share in (0.3, 0.6, 0.9):
        video.write_bytes(whole[: int(share * len(whole))])

        words = error_of(one_pass, video)

        assert "breaks off at" in words
        assert error_of(in_segments, video) == words


@pytest.mark.parametrize("share", [0.2, 0.45, 0.5, 0.55, 0.8])
def test_damage_in_the_middle_costs_the_same_pictures(tmp_path, share):
    data = bytearray(sample_path().read_bytes())
    at = int(share * len(data))
    data[at : at + 3000] = bytes(3000)
    video = tmp_path / "damaged.mp4"
    video.write_bytes(data)

    assert in_segments(video) == one_pass(video)


def test_an_estimator_that_cannot_be_made_is_an_error_here():
    def refuse():
        raise OutputError("no room.")

    with pytest.raises(OutputError, match="no room"):
        in_segments(sample_path(), estimator=refuse)


def test_leaving_early_ends_its_threads():
    before = threading.active_count()
    with VideoFile(sample_path()) as opened:
        next(iter(opened))
        segments, zero_s = cut_into(opened.duration_s, 2), opened.zero_s
    with SegmentWork(sample_path(), zero_s, segments, Nobody, cores=2) as work:
        _, results = next(iter(work))
        next(results)

    assert threading.active_count() == before


def test_progress_adds_up_to_the_whole():
    told = []
    found = in_segments(
        sample_path(), progress=lambda done_s, frames: told.append((done_s, frames))
    )

    assert told == sorted(told)
    assert told[-1][1] == len(found)
    assert told[-1][0] == pytest.approx(found[-1].time_s, abs=0.2)


# Judged as in one pass


def job(out, **options):
    return Job(sample_path(), out, BOOK.get("bridging"), BOOK, "nl", "lite", **options)


def counted(session):
    data = session.to_json()
    return (
        [(each["side"], each["faults"]) for each in data["repetitions"]],
        [(each["side"], each["reason"]) for each in data["attempts"]],
        [(each["side"], each["complete"], each["faults"]) for each in data["holds"]],
        sorted(each["id"] for each in data["faults"]),
    )


ANGLES = {"hip": (12, 24, 26), "knee": (24, 26, 28), "shoulder": (14, 12, 24)}


def angles_deg(poses):
    found = []
    for joint in ANGLES.values():
        points = np.array([pose.points[list(joint)] for pose in poses])
        up, down = points[:, 0] - points[:, 1], points[:, 2] - points[:, 1]
        share = (up * down).sum(1) / np.linalg.norm(up, axis=1) / np.linalg.norm(down, axis=1)
        found.append(np.degrees(np.arccos(share)))
    return np.array(found)


@pytest.mark.slow
def test_a_session_in_segments_is_the_session_of_one_pass(tmp_path, monkeypatch):
    monkeypatch.setattr("stabiel.analysis.segments.LEAST_CUT_S", 20.0)
    once, cut_up = tmp_path / "once", tmp_path / "cut_up"
    # At every frame: what is compared is the landmarker at a cut, and the right frames of a segment
    # are others than those of one pass.
    with Landmarker("lite") as landmarker:
        session = analyze(job(once, annotate=False, every_frame=True), landmarker).session
    in_two = analyze_on_cores(
        job(cut_up, every_frame=True), lambda: Landmarker("lite"), cores=2
    ).session

    assert counted(in_two) == counted(session)
    assert in_two.source == session.source
    frame_s = 1 / session.source.frame_rate_hz
    for one, two in zip(session.repetitions, in_two.repetitions, strict=True):
        times = [(each.start_s, each.target_s, each.end_s) for each in (one, two)]
        assert times[0] == pytest.approx(times[1], abs=1.001 * frame_s)
    (times, first), (times_2, second) = (
        load_poses(out / "landmarks.npz") for out in (once, cut_up)
    )
    assert times == times_2
    angles = np.abs(angles_deg(first) - angles_deg(second))
    before = len(times) // 2 - 25
    assert angles[:, :before].max() == 0  # the first segment has nothing before it
    assert angles[:, before:].max() > 0  # the second one has
    assert np.percentile(angles, 99) <= 1.0
    with av.open(str(cut_up / "annotated.mp4")) as video:
        shown = [frame.time for frame in video.decode(video=0)]
    assert shown == pytest.approx(times, abs=1 / 90_000)
    # The report's pictures are read from the video once it is known which ones it shows.
    pictures = [
        (out / "report.html").read_text().count("data:image/jpeg") for out in (once, cut_up)
    ]
    assert pictures[0] == pictures[1] >= 3


@pytest.mark.slow
def test_on_any_number_of_cores_it_is_the_same_session_to_the_last_bit(
    tmp_path, monkeypatch, short_bridge
):
    monkeypatch.setattr("stabiel.analysis.segments.LEAST_CUT_S", 4.0)
    monkeypatch.setattr("stabiel.analysis.segments.SEGMENT_S", 2.0)
    written = []
    for cores in (1, 3):
        out = tmp_path / str(cores)
        analyze_on_cores(
            replace(job(out), video=short_bridge), lambda: Landmarker("lite"), cores=cores
        )
        written.append({path.name: path.read_bytes() for path in out.iterdir()})

    assert len(written[0]) == 5
    assert written[0] == written[1]
    source = json.loads(written[0]["session.json"])["source"]
    assert 60 < source["looked_at"] < 200 < source["frames"]
    said = f"Bekeken zijn {source['looked_at']} van de {source['frames']} beelden"
    assert said in written[0]["report.html"].decode()
