"""When the app ends by itself: after its last page is closed, and never while something runs."""

import asyncio

import pytest

from stabiel.web import open_pages as open_pages_module
from stabiel.web.open_pages import IDLE_S, OpenPages


class World:
    """A clock that stands until it is moved, and work that may run."""

    now_s = 0.0
    works = False

    def __init__(self):
        self.pages = OpenPages(lambda: self.works, clock=lambda: self.now_s)

    def after(self, seconds):
        """Look every second for so long; return whether the app would have ended."""
        ended = False
        for _ in range(int(seconds)):
            ended = ended or self.pages.is_over()
            self.now_s += 1.0
        return ended or self.pages.is_over()


@pytest.fixture
def world():
    return World()


def test_a_start_that_nobody_has_looked_at_waits(world):
    assert not world.after(20 * IDLE_S)


def test_it_ends_some_time_after_the_last_page(world):
    with world.pages.page():
        with world.pages.page():
            assert not world.after(2 * IDLE_S)
        assert not world.after(2 * IDLE_S)

    assert not world.after(IDLE_S - 2)
    assert world.after(3)


def test_a_page_that_is_opened_again_in_time_keeps_it(world):
    with world.pages.page():
        pass
    assert not world.after(IDLE_S - 2)
    with world.pages.page():
        assert not world.after(5)
    assert not world.after(IDLE_S - 2)


def test_work_keeps_it_and_the_time_counts_from_its_end(world):
    with world.pages.page():
        world.works = True
    assert not world.after(10 * IDLE_S)
    world.works = False
    assert not world.after(IDLE_S - 2)
    assert world.after(3)


def test_the_end_is_called_once_nothing_needs_it(monkeypatch):
    monkeypatch.setattr(open_pages_module, "LOOK_S", 0.001)
    pages = OpenPages(idle_s=0.0)
    with pages.page():
        pass
    ended = []

    asyncio.run(pages.end_when_over(lambda: ended.append(True)))

    assert ended == [True]
