"""Pictures from an annotated film show their own moment, never the words written on the film."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from stabiel.analysis.annotate import CUE_SHOWN_S, CueCaptions
from stabiel.coach.coach import START
from stabiel.coach.events import Phase
from stabiel.drawing.overlay import Caption, Overlay
from stabiel.report import film_words
from stabiel.report.film_words import FilmWords
from stabiel.report.rebuild import material_of
from stabiel.session.session import Session
from stabiel.video.frame import Image
from stabiel.video.writer import VideoWriter
from tests.records import BRIDGING, Frames, judged_frames
from tests.sessions import BOOK

SIZE_PX = (640, 480)
# The film is half as large as the pictures of the stick figure.
GRAY = np.full((480, 640, 3), 128, np.uint8)


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 154, 175])


def film(path: Path, frames: Frames, *, words: bool) -> Path:
    """Write the film of an analysis of gray pictures, with its words or without them."""
    overlay, captions = Overlay(BRIDGING, "nl", SIZE_PX), CueCaptions()
    with VideoWriter(path, SIZE_PX, 25.0) as video:
        for time_s, _, judgment, _ in frames.frames:
            caption = captions.at(time_s, judgment)
            if words:
                picture = overlay.draw(GRAY, None, judgment.moment, caption)
            else:
                picture = overlay.picture(GRAY, None, judgment.moment)
            video.write(picture, time_s)
    return path


def of_file(frames: Frames) -> Session:
    return replace(frames.session, source=replace(frames.session.source, kind="file"))


def pictures(session: Session, frames: Frames, video: Path) -> list[Image]:
    material = material_of(session, BOOK, frames.recorded, video)
    return [
        cv2.imdecode(np.frombuffer(still.jpeg or b"", np.uint8), cv2.IMREAD_COLOR_RGB)
        for stills in material.stills.values()
        for still in stills.values()
    ]


def test_a_picture_does_not_depend_on_the_words_of_its_film(
    bridges: Frames, tmp_path: Path
) -> None:
    session = of_file(bridges)
    assert session.cues  # there is something to hide

    written = pictures(session, bridges, film(tmp_path / "a.mp4", bridges, words=True))
    plain = pictures(session, bridges, film(tmp_path / "b.mp4", bridges, words=False))

    assert len(written) == len(plain) >= 4
    for one, other in zip(written, plain, strict=True):
        # What is left is the loss of the encoders at edges; a letter differs by 100 and more.
        assert np.percentile(np.abs(one.astype(int) - other), 99.9) < 40


def test_the_film_of_a_camera_has_no_words_and_stays_whole(bridges: Frames, tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", bridges, words=False)

    for picture in pictures(bridges.session, bridges, path):
        assert picture.shape[:2] == (400, 533)
        assert np.abs(picture[:60, :60].astype(int) - 128).max() < 20


@pytest.mark.parametrize("after_s", [0.0, 1.2, CUE_SHOWN_S - 0.01])
def test_everything_that_is_written_is_covered(bridges: Frames, after_s: float) -> None:
    session = of_file(bridges)
    cue = max(session.cues, key=lambda each: len(each.text))
    overlay = Overlay(BRIDGING, "nl", SIZE_PX)
    words, time_s = FilmWords(BRIDGING, replace(session, cues=(cue,))), cue.time_s + after_s
    clean = words.covered(GRAY, time_s)

    for phase in Phase:
        moment = replace(START, phase=phase, repetitions=2)
        shown = overlay.draw(GRAY, None, moment, Caption(cue.text))
        assert (shown != GRAY).any()
        assert (words.covered(shown, time_s) == clean).all()


def test_a_cue_stands_as_long_as_the_analysis_writes_it() -> None:
    assert film_words.CUE_SHOWN_S == CUE_SHOWN_S
