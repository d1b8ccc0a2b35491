"""Makes intact files to damage. In: a folder. Out: small videos, recordings, records."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from stabiel.pose.pose_log import PoseLog
from stabiel.session.trace_file import save_trace
from stabiel.system.resources import exercises_folder
from tests.exercises.test_plan import PLAN
from tests.records import Frames, judged_frames, keep
from tests.video.siblings.film import Film, Sound, Track, large, write

SIZE = (96, 72)
FRAMES = 30
RATE_HZ = 25
# Name, codec, pixel format, and options of the container.
VIDEOS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("h264.mp4", "libx264", "yuv420p", {}),
    ("fast.mp4", "libx264", "yuv420p", {"movflags": "+faststart"}),
    ("pieces.mp4", "libx264", "yuv420p", {"movflags": "frag_keyframe+empty_moov"}),
    ("h264.mov", "libx264", "yuv420p", {}),
    ("alpha.mov", "png", "rgba", {}),
    ("h264.mkv", "libx264", "yuv420p10le", {}),
    ("vp9.webm", "libvpx-vp9", "yuv420p", {}),
    ("alpha.webm", "libvpx-vp9", "yuva420p", {}),
    ("mjpeg.avi", "mjpeg", "yuvj420p", {}),
    ("mpeg4.avi", "mpeg4", "yuv420p", {}),
    ("broadcast.ts", "libx264", "yuv420p", {}),
    ("loop.gif", "gif", "rgb8", {}),
)
# With B-frames, more than one track, and in the containers of old cameras and recorders.
_FILM = Film(numbers=tuple(range(FRAMES)), rate_hz=RATE_HZ, size=SIZE, b_frames=2)
_STILL = Film("mjpeg", (40,), rate_hz=RATE_HZ)
_OTHER = replace(_FILM, codec="mpeg4")
FILMS: dict[str, tuple[Film | Track | Sound, ...]] = {
    "tracks.mp4": (_FILM, Sound(1.0), _OTHER),
    "still.mov": (_STILL, _FILM),
    "cover.mp4": (Track(_STILL, "attached_pic"), _FILM),
    "tracks.mkv": (_STILL, _FILM, _OTHER),
    "film.flv": (_FILM, Sound(1.0)),
    "film.wmv": (replace(_FILM, codec="wmv2", b_frames=0),),
    "decoded.wmv": (_FILM,),
    "decoded.avi": (_FILM,),
    "film.ts": (_FILM, Sound(1.0)),
    "film.vob": (large(replace(_FILM, codec="mpeg2video")),),
    "some.vob": (_FILM,),
    "bare.h264": (_FILM,),
    "bare.mjpeg": (replace(_FILM, codec="mjpeg", b_frames=0),),
}
PLAYLISTS = {
    "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.2,\nbroadcast.ts\n#EXT-X-ENDLIST\n",
    "map.m3u8": '#EXTM3U\n#EXT-X-MAP:URI="file:///etc/passwd"\n#EXTINF:1,\n/etc/hostname\n',
    "away.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n",
    "list.ffconcat": "ffconcat version 1.0\nfile broadcast.ts\n",
    "session.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
    "manifest.mpd": "<MPD><Period><BaseURL>broadcast.ts</BaseURL></Period></MPD>",
    "drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
}
_FAST = {
    "libx264": {"preset": "ultrafast"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
}


def make_material(folder: Path) -> None:
    """Write what will be damaged: `videos/`, `yaml/`, `plans/`, `analyzed/` and `data/`."""
    (folder / "videos").mkdir(parents=True)
    for name, codec, pix_fmt, options in VIDEOS:
        _video(folder / "videos" / name, codec, pix_fmt, options)
    for name, tracks in FILMS.items():
        write(folder / "videos" / name, *tracks)
    for name, text in PLAYLISTS.items():
        (folder / "videos" / name).write_text(text, encoding="utf-8")
    (folder / "yaml").mkdir()
    shipped = exercises_folder()
    for path in (*shipped.glob("*.yaml"), *shipped.glob("programmes/*.yaml")):
        (folder / "yaml" / path.name).write_bytes(path.read_bytes())
    _plans(folder / "plans")
    bridges = judged_frames([175, 152])
    _analyzed(folder / "analyzed", bridges)
    keep(folder / "data", bridges)
    keep(folder / "data", bridges)


def _plans(folder: Path) -> None:
    """Write a plan with every key and exercises inside, and those that come with the program."""
    folder.mkdir()
    (folder / "anna.yaml").write_text(PLAN, encoding="utf-8")
    for name in ("twelve-minutes", "only-stretches"):
        path = exercises_folder() / "plans" / f"{name}.yaml"
        (folder / path.name).write_bytes(path.read_bytes())


def _video(path: Path, codec: str, pix_fmt: str, options: dict[str, str]) -> None:
    noise = np.random.default_rng(5)
    still = noise.integers(0, 255, (SIZE[1], SIZE[0], 3), np.uint8)
    kind = {".mkv": "matroska", ".ts": "mpegts"}.get(path.suffix, path.suffix[1:])
    with path.open("wb") as file, av.open(file, "w", format=kind, options=options) as output:
        stream = output.add_stream(codec, rate=RATE_HZ, options=_FAST.get(codec, {}))
        stream.width, stream.height = SIZE
        stream.pix_fmt = pix_fmt
        for index in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(np.roll(still, index, axis=1), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, RATE_HZ)
            output.mux(stream.encode(frame.reformat(format=pix_fmt)))
        output.mux(stream.encode(None))


def _analyzed(folder: Path, frames: Frames) -> None:
    folder.mkdir()
    frames.session.save(folder / "session.json")
    log = PoseLog()
    for frame in frames.recorded:
        log.add(*frame)
    log.save(folder / "landmarks.npz")
    save_trace(folder / "trace.npz", frames.trace, frames.session)
