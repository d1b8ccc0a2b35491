"""A page that listens: what a slow page gets, and when it is disconnected."""

import asyncio
import contextlib

from stabiel.web.listener import MOST_WAITING, Listener


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
