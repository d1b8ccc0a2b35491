"""The benchmark of teaching: what was learned from one clip is counted in the others."""

from benchmarks.teach import Shown, measure
from benchmarks.teach_new import DONE, NEW, SHOWN, new_clips
from tests.tuning.teaching.shown import shown


def clip(name: str, reaches: tuple[float, ...]) -> Shown:
    return Shown(name, "heel-slide", "full", shown(reaches), sum(each == 1.0 for each in reaches))


def test_what_was_learned_is_counted_in_other_clips_only():
    teacher = clip("teacher", (1.0, 1.0, 1.0))
    wrong = Shown("wrong", "heel-slide", "full", shown((1.0, 1.0)), 5)

    result = measure(teacher, [teacher, clip("half", (1.0, 0.5, 1.0)), wrong], None)

    assert (result.clips, result.right, result.refused) == (2, 1, "")
    assert result.wrong == ["wrong full: 2 of 5"]


def test_a_clip_that_teaches_nothing_has_its_sentence():
    result = measure(clip("once", (1.0,)), [clip("other", (1.0, 1.0))], None)

    assert "Only one repetition" in result.refused
    assert result.clips == 0


def test_the_clips_of_new_exercises_are_of_several_people():
    for name in NEW:
        clips = new_clips(name, 2)
        assert [len(each.movements) for each in clips] == [SHOWN, DONE, DONE]
        assert len({each.body for each in clips}) == 3
