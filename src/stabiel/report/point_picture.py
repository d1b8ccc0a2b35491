"""One picture of a point to work on. In: the records, a fault, sessions. Out: JPEG data."""

from collections.abc import Sequence

from stabiel.errors import StabielError
from stabiel.report.labels import faults_of, in_time_order, is_doubtful
from stabiel.report.pictures import KeyMoments
from stabiel.report.rebuild import drawn_stills, stills_of
from stabiel.report.still_targets import with_targets
from stabiel.session.key_moments import BEST, RETURN
from stabiel.store import Store
from stabiel.wording.language import Language

# Of a session that has no trace, nothing is judged again for a picture: an older one may have it.
MOST_TRIED = 5


def picture_of_point(
    store: Store, fault: str, sessions: Sequence[int], language: Language
) -> bytes | None:
    """Return a picture of a fault, or of a movement that did not count for it.

    Args:
        store: the records.
        fault: its id.
        sessions: numbers of sessions that have it; the first with a picture is taken.
        language: of what is drawn.

    Returns:
        None if no session has a picture of it. A damaged session is passed over: its own page
        says what is wrong.
    """
    for number in sessions[:MOST_TRIED]:
        try:
            found = _picture(store, fault, number, language)
        except StabielError:
            continue
        if found is not None:
            return found
    return None


def _picture(store: Store, fault: str, number: int, language: Language) -> bytes | None:
    session, book = store.load(number), store.rule(number)
    trace = store.trace(number, session)
    if trace is None:
        return None
    having = {
        each.movement
        for each in in_time_order(session)
        if not is_doubtful(each) and fault in faults_of(each)
    }
    # The moment of the fault itself says most, and of a movement that was too fast its way back.
    roles = [fault, BEST, RETURN]
    moments = [each for each in trace.key_moments if each.movement in having and each.role in roles]
    shown = min(moments, key=lambda each: roles.index(each.role), default=None)
    if shown is None:
        return None
    frames = store.frames(
        number, lambda all_s: [n for n, time_s in enumerate(all_s) if time_s == shown.time_s]
    )
    stills = with_targets(stills_of([shown.movement], [shown], frames), session, book)
    exercise = book.get(session.exercise)
    video = store.folder.video(number)
    moments_of = KeyMoments(exercise, language)
    drawn = drawn_stills(stills, moments_of, session, exercise, video)
    still = drawn[shown.movement].get(shown.role)
    return None if still is None else still.jpeg
