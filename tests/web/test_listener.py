"""A page that listens: what a slow page gets, and when it is disconnected."""

import asyncio
import contextlib

import pytest

from stabiel.web import listener as listener_module
from stabiel.web.listener import MOST_UNSEEN, MOST_WAITING, Listener


def shown(frame=None, line=None):
    return {"type": "shown", "frame": frame, "line": line}


def listened(*messages):
    async def go():
        listener = Listener()
        for message in messages:
            listener.put_soon(message)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        heard = []
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(0.01):
                    heard.append(await listener.next())
                listener.seen()
        return heard, listener.overflowed

    return asyncio.run(go())


def test_a_slow_page_gets_the_newest_picture_and_every_line():
    one, two = {"number": 1}, {"number": 2}

    heard, _ = listened(shown(1.0), shown(2.0, one), shown(3.0), shown(None), shown(5.0, two))

    assert heard == [shown(2.0, one), shown(5.0, two)]


def test_a_tick_does_not_lose_the_answer_that_a_page_waits_for():
    assert listened(shown(7.0), shown(None))[0] == [shown(7.0)]


def test_a_slow_page_hears_once_that_the_session_is_alive():
    waiting = {"type": "waiting"}

    assert listened(waiting, waiting, waiting)[0] == [waiting]


def test_a_page_that_does_not_listen_overflows():
    lines = [shown(float(number), {"number": number}) for number in range(MOST_WAITING + 5)]

    heard, overflowed = listened(*lines)

    assert overflowed
    assert len(heard) == MOST_WAITING


async def waits(listener):
    """Return whether no message may be sent now."""
    try:
        async with asyncio.timeout(0.02):
            await listener.next()
    except TimeoutError:
        return True
    return False


def test_a_page_that_does_not_show_its_pictures_gets_no_more_but_every_line():
    async def go():
        listener = Listener()
        for number in range(MOST_UNSEEN):
            listener.put(shown(float(number)))
            assert await listener.next() == shown(float(number))
        for number in range(100):
            listener.put(shown(100.0 + number))
        assert await waits(listener)

        listener.put(shown(300.0, {"number": 1}))
        listener.put(shown(400.0))
        listener.put({"type": "over", "sessions": []})
        assert await listener.next() == shown(300.0, {"number": 1})
        assert (await listener.next())["type"] == "over"
        assert await waits(listener)

        for _ in range(MOST_UNSEEN):
            listener.seen()
        assert await listener.next() == shown(400.0)

    asyncio.run(go())


def test_a_page_that_shows_nothing_is_gone_and_one_that_waits_is_not(monkeypatch):
    monkeypatch.setattr(listener_module, "UNSEEN_S", 0.05)

    async def go():
        listener = Listener()
        assert await waits(listener)
        await asyncio.sleep(0.1)
        for number in range(MOST_UNSEEN):
            listener.put(shown(float(number)))
            await listener.next()
        listener.put(shown(9.0))
        async with asyncio.timeout(60.0) as patience:
            with pytest.raises(TimeoutError):
                await listener.next()
        assert not patience.expired()

    asyncio.run(go())


def test_reports_that_nobody_asked_for_change_nothing():
    async def go():
        listener = Listener()
        for _ in range(50):
            listener.seen()
        for number in range(MOST_UNSEEN):
            listener.put(shown(float(number)))
            await listener.next()
        listener.put(shown(9.0))
        assert await waits(listener)

    asyncio.run(go())
