"""What had to be done to the times of a video is said, in the report and in the terminal."""

from dataclasses import replace

import pytest

from stabiel.report.source_in_words import about_times
from stabiel.session.session import Session, Source
from stabiel.video.timestamps import TimeRepair
from tests.records import judged_frames

BRIDGES = judged_frames([175, 172]).session


def with_source(**changes: float) -> Session:
    return replace(BRIDGES, source=replace(BRIDGES.source, **changes))


def test_times_of_the_video_itself_are_no_news() -> None:
    assert about_times(BRIDGES, "nl") is None
    assert about_times(with_source(estimated_share=0.004), "nl") is None


@pytest.mark.parametrize(
    ("changes", "dutch", "english"),
    [
        ({"estimated_share": 0.4}, "Tijden geschat voor 40 % van de beelden", "for 40 % of the"),
        ({"estimated_share": 0.006}, "voor 1 % van", "for 1 % of"),
        ({"clock_jumps": 1}, "verspringt één keer", "jumps once"),
        ({"clock_jumps": 3}, "verspringt 3 keer", "jumps 3 times"),
        (
            {"frame_rate_hz": 3.2},
            "3,2 beelden per seconde is te",
            "3.2 frames per second are too few",
        ),
    ],
)
def test_what_was_repaired_is_said(changes: dict[str, float], dutch: str, english: str) -> None:
    session = with_source(**changes)

    said = about_times(session, "nl"), about_times(session, "en")

    assert said[0] is not None and dutch in said[0]
    assert said[1] is not None and english in said[1]


def test_the_repairs_of_the_frames_become_a_share() -> None:
    source = Source("file", "clip.mpg", 24.0, 25.0, 640, 480)

    repaired = source.repaired({TimeRepair.ESTIMATED: 537, TimeRepair.CLOCK_SET: 2}, 602)

    assert repaired.estimated_share == pytest.approx(537 / 602)
    assert repaired.clock_jumps == 2
    assert source.repaired({}, 602) == source


def test_how_closely_it_looked_stands_in_session_json_if_it_was_not_at_every_frame() -> None:
    source = with_source().source

    some, all_of_them = source.looked(238, 687), source.looked(687, 687)

    assert (some.looked_at, some.frames) == (238, 687)
    assert all_of_them == some.looked(687, 687) == source
    data = with_source(looked_at=238, frames=687).to_json()
    assert (data["source"]["looked_at"], data["source"]["frames"]) == (238, 687)
    assert Session.from_json(data).source.looked_at == 238
    assert not {"looked_at", "frames"} & with_source().to_json()["source"].keys()


def test_it_stands_in_session_json() -> None:
    session = with_source(estimated_share=0.4, clock_jumps=2)

    data = session.to_json()

    assert (data["source"]["estimated_share"], data["source"]["clock_jumps"]) == (0.4, 2)
    again = Session.from_json(data).source
    assert (again.estimated_share, again.clock_jumps) == (0.4, 2)
    for key in ("estimated_share", "clock_jumps"):
        del data["source"][key]
    older = Session.from_json(data).source  # written before there was such a thing
    assert (older.estimated_share, older.clock_jumps) == (0.0, 0)
