"""Kept sessions. In: a number. Out: the results, the landmarks, the video, a report, or removal."""

import json
from dataclasses import asdict, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from stabiel.coach.events import Hold, Repetition
from stabiel.errors import StabielError
from stabiel.report import Content, as_page, content_of
from stabiel.report.corrected_in_words import totals_in_words
from stabiel.report.headline import headline
from stabiel.report.labels import Labels, scale_of, unit_in_words
from stabiel.report.nothing_in_words import why_nothing_counted
from stabiel.report.pdf import as_pdf
from stabiel.report.plan_in_words import prescriber_of
from stabiel.report.points import PointToWorkOn, points_to_work_on
from stabiel.report.rebuild import material_of_kept
from stabiel.report.time_in_words import time_rows
from stabiel.session.corrected import CorrectedSession
from stabiel.session.session import Session
from stabiel.store import Kept, Store
from stabiel.store.corrections import corrected_sessions
from stabiel.store.listing import numbered
from stabiel.store.past_rules import past_rules
from stabiel.store.searches import file_of
from stabiel.web.api.exercises import kind_of
from stabiel.web.api.inputs import Chosen, Here, Lang, Number, household_of
from stabiel.web.api.session_rows import plan_names, session_row, workouts_by_session
from stabiel.web.context import Context
from stabiel.web.curves import SessionCurve, thinned
from stabiel.web.landmark_frames import landmarks_of
from stabiel.web.web_errors import WebError
from stabiel.wording.catalogue import group
from stabiel.wording.language import Language

router = APIRouter()
# More than anybody has.
EVERY_SESSION = 10**9
Most = Annotated[int | None, Query(ge=1, le=1000)]


@router.get("/api/sessions")
def listed(
    context: Here,
    language: Lang,
    most: Most = None,
    before: date | None = None,
    ids: Annotated[str | None, Query(pattern=r"^[0-9]{1,15}(,[0-9]{1,15})*$")] = None,
) -> list[dict[str, Any]]:
    """Return sessions, newest first: all of them, those with some ids, or the newest.

    Args:
        context: of the person.
        language: of the words.
        most: how many; the last day is always whole.
        before: only sessions of earlier days.
        ids: numbers, with commas between them.
    """
    book = context.book
    with context.store() as store:
        if ids is None:
            kept = store.newest(EVERY_SESSION if most is None else most, before)
        else:
            found = store.sessions(numbered([int(each) for each in ids.split(",")]))
            kept = sorted(found, key=lambda each: (each.began_at, each.id), reverse=True)
            kept = [each for each in kept if not each.is_left_out]
        why = {each.id: _why_nothing(store, each, language) for each in kept}
        workouts = workouts_by_session(store, kept)
        said = corrected_sessions(store, [each.id for each in kept])
        gone = past_rules(store, kept, book)
    past_names = {key: rule.get(key).name.in_language(language) for key, rule in gone.items()}
    names = plan_names((each.plan for each in workouts.values()), context, language)
    rows = []
    for each in kept:
        workout = workouts.get(each.id)
        row = session_row(each, why[each.id], context, language, book)
        row["name"] = past_names.get(each.exercise, row["name"])
        row["workout"] = None if workout is None else workout.key
        row["plan"] = None if workout is None else names[workout.plan]
        row["corrected"] = corrected_in_list(said.get(each.id), context, language)
        rows.append(row)
    return rows


@router.get("/api/sessions/{number}")
def one(number: Number, context: Here, language: Lang) -> dict[str, Any]:
    """Return the results of a session in numbers and words, with its curve."""
    with context.store() as store:
        kept = finished(store, number)
        book = store.rule(number)
        with context.heavy_work():
            session = store.load(number, look=_may_look(context))
            curve = context.curves.of(store, kept, session, book)
        spoken = store.spoken(number) or [(cue.time_s, cue.text) for cue in session.cues]
    names = Labels(book.get(session.exercise), book, language)
    exercise = names.exercise
    measure = names.measure(exercise.follows)
    unit = unit_in_words(exercise.follows, language)
    return {
        "id": number,
        "began_at": kept.began_at,
        "exercise": {
            "id": exercise.id,
            "name": exercise.name.in_language(language),
            "kind": kind_of(exercise),
            "measure": measure,
            "unit": unit,
        },
        "is_video": kept.is_video,
        "of_person": kept.of_person,
        "headline": headline(session, names),
        "counted": session.counted,
        "points": [_point(each) for each in points_to_work_on(session, names, curve.goal)],
        "session": session.to_json(),
        "names": _names(session, names),
        "time": [
            {"seconds": row.seconds, "text": row.words} for row in time_rows(session.time, names)
        ],
        "not_judged": _not_judged(session, names),
        "spoken": spoken,
        "has_video": context.folder.video(number).is_file(),
        "of_search": file_of(context.folder, number).is_file(),
        "curve": _curve(curve, measure, unit, scale_of(exercise.follows)),
    }


@router.get("/api/sessions/{number}/frames")
def frames(number: Number, context: Here) -> Response:
    """Return the landmarks of a session, at most 15 frames per second."""
    with context.heavy_work(), context.store() as store:
        finished(store, number)
        found = landmarks_of(store.frames(number, thinned))
    return Response(json.dumps(found, separators=(",", ":")), media_type="application/json")


@router.get("/api/sessions/{number}/video")
def video(number: Number, context: Here) -> FileResponse:
    """Return the video of a session."""
    with context.store() as store:
        finished(store, number)
    path = context.folder.video(number)
    if not path.is_file():
        raise WebError("not_found", f"Session {number} has no video.")
    return FileResponse(path, media_type="video/mp4")


def _name_on_reports(request: Request, chosen: Chosen) -> str | None:
    """Return the name to write on reports, None without one or if it is not wanted."""
    if not chosen.context.settings.load().name_on_reports:
        return None
    known = household_of(request).persons.all()
    return next((each.name or None for each in known if each.id == chosen.id), None)


NameOnReports = Annotated[str | None, Depends(_name_on_reports)]


@router.get("/api/sessions/{number}/report.html")
def page(number: Number, context: Here, person: NameOnReports, language: Lang) -> Response:
    """Return the report as one HTML file."""
    with context.heavy_work(), context.store() as store:
        finished(store, number)
        content = _content(context, store, number, person, language)
        return _attached(as_page(content).encode(), "text/html", f"stabiel-{number}.html")


@router.get("/api/sessions/{number}/report.pdf")
def paper(
    number: Number,
    context: Here,
    person: NameOnReports,
    language: Lang,
    *,
    spoken: bool = False,
) -> Response:
    """Return the report as a PDF file of one page; `spoken` adds what was said."""
    with context.heavy_work(), context.store() as store:
        finished(store, number)
        content = _content(context, store, number, person, language)
        pdf = as_pdf(content, spoken=spoken)
        return _attached(pdf, "application/pdf", f"stabiel-{number}.pdf")


def _content(
    context: Context, store: Store, number: int, person: str | None, language: Language
) -> Content:
    material = material_of_kept(store, number, language, look=_may_look(context))
    author = prescriber_of(context.plan, material.session.exercise, material.began_at)
    return content_of(replace(material, person=person, author=author))


@router.delete("/api/sessions/{number}", status_code=204)
def delete(number: Number, context: Here) -> None:
    """Delete a session and everything that belongs to it, permanently."""
    with context.store() as store:
        finished(store, number)
        store.delete(number)


def finished(store: Store, number: int) -> Kept:
    """Return the entry of a finished session.

    Raises:
        WebError: no session has this number (`not_found`), or it is not finished (`running`).
    """
    found = store.sessions(numbered([number]))
    if not found:
        raise WebError("not_found", f"There is no session {number}.")
    if found[0].state != "finished":
        raise WebError("running", f"Session {number} is not over yet.")
    return found[0]


def corrected_in_list(
    found: CorrectedSession | None, context: Context, language: Language
) -> dict[str, Any] | None:
    """Return the corrected totals for a list of sessions, None if no correction applies."""
    if found is None or not found.changed:
        return None
    words = totals_in_words(found, language, lambda each: context.name_of(each, language))
    return {"exercise": found.exercise, "words": words, **asdict(found.totals)}


def _may_look(context: Context) -> bool:
    """Return whether to look for another exercise: not while someone exercises in this process."""
    return not context.is_training()


def _why_nothing(store: Store, kept: Kept, language: Language) -> str | None:
    """Return why nothing counted in a finished session; None if something did, or nothing tells."""
    if kept.state != "finished" or kept.repetitions or kept.holds or kept.ending == "skipped":
        return None
    try:
        session, book = store.load(kept.id), store.rule(kept.id)
        return why_nothing_counted(session, Labels(book.get(session.exercise), book, language))
    except StabielError:
        return None  # a damaged session must not hide the others; its own page says what is wrong


def _point(point: PointToWorkOn) -> dict[str, Any]:
    worst = point.worst
    words = f"{point.name}: {point.correction}"
    if worst.measured:
        words += f" ({worst.words}: {worst.measured})"
    return {"text": words, "time_s": round(worst.start_s, 3)}


def _names(session: Session, names: Labels) -> dict[str, dict[str, str]]:
    """Return the words for all fault and reason ids in a session."""
    done: list[Repetition | Hold] = [*session.repetitions, *session.holds]
    faults = [*names.exercise.faults, *(fault.id for fault in session.faults)]
    faults += [fault for each in done for fault in each.faults]
    reasons = {attempt.reason: names.fault(attempt.reason) for attempt in session.attempts}
    return {
        "faults": {fault: names.fault(fault) for fault in dict.fromkeys(faults)},
        "reasons": reasons | group("reason", names.language),
    }


def _not_judged(session: Session, names: Labels) -> list[dict[str, Any]]:
    """Return what was not judged and for how long. The times are not kept."""
    reasons = group("reason", names.language)
    return [
        {
            "text": f"{names.what(what)}: {reasons[reason.value]}",
            "seconds": round(seconds, 1),
            "start_s": None,
            "end_s": None,
        }
        for what, reason, seconds in session.not_judged
    ]


def _curve(curve: SessionCurve, measure: str, unit: str, scale: float) -> dict[str, Any]:
    def shown(value: float | None) -> float | None:
        return None if value is None else round(scale * value, 3)

    zone = curve.zone
    return {
        "times_s": curve.times_s,
        "series": [{"name": measure, "side": None, "values": [*map(shown, curve.values)]}],
        "zone": None if zone is None else {"low": shown(zone[0]), "high": shown(zone[1])},
        "target": shown(curve.goal),
        "unit": unit,
    }


def _attached(body: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)
