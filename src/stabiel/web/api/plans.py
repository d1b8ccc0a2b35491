"""Plans. In: a plan as JSON or as a file. Out: the plans, mistakes with their places, a print.

A plan is kept only if it is right. No id from a request becomes a path before it was checked: the
id of a plan that is kept is that in its text, and others are looked up among those there are.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from stabiel.errors import ExerciseError, Mistake, UsageError
from stabiel.exercises.library import Library, plan_in, with_plan
from stabiel.exercises.plan import TrainingPlan, plan_data
from stabiel.exercises.plan_files import (
    PLANS,
    ReadPlan,
    plan_presets,
    plan_yaml,
    with_needed_exercises,
)
from stabiel.exercises.plan_steps import plan_minutes
from stabiel.exercises.yaml_data import MAX_BYTES, located_json, parse_yaml
from stabiel.report.plan_pdf import plan_pdf
from stabiel.store.plans import KeptPlan, PlanFolder
from stabiel.web.api.exercises import MOST_MISTAKES, YAML_KINDS
from stabiel.web.api.inputs import Here, Id, Lang, json_object, read_body
from stabiel.web.context import Context
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language
from stabiel.wording.mistakes import mistake_in_words

router = APIRouter()


@router.get("/api/plans")
def listed(context: Here, language: Lang) -> list[dict[str, Any]]:
    """Return all plans and programmes; exactly one is `chosen`. `own` ones can be changed."""
    library, plans = context.library, PlanFolder(context.folder)
    followed = library.followed.id
    return [_listed(each, library, followed, language) for each in plans.listed(library)]


@router.get("/api/plans/presets")
def presets(context: Here) -> list[dict[str, Any]]:
    """Return plans to begin from."""
    library = context.library
    return [_json(ReadPlan(each, {}, {}), library) for each in plan_presets(library.book)]


@router.get("/api/plans/{name}")
def one(name: Id, context: Here) -> dict[str, Any]:
    """Return a plan as its file has it, with its `minutes`."""
    return _json(_found(context, name), context.library)


@router.put("/api/plans/{name}")
def keep(
    name: Id,
    context: Here,
    language: Lang,
    data: Annotated[dict[str, Any], Depends(json_object)],
) -> Response:
    """Keep a plan under its id; 422 with the places of its mistakes if it is wrong."""
    library = context.library
    data.pop("minutes", None)  # what is computed is not part of the file
    try:
        read = plan_in(library, located_json(data, "plan"), name)
    except ExerciseError as error:
        return JSONResponse(
            [_placed(each, language) for each in error.mistakes[:MOST_MISTAKES]], 422
        )
    PlanFolder(context.folder).keep(read.plan)
    return JSONResponse(_json(read, library))


@router.delete("/api/plans/{name}", status_code=204)
def remove(name: Id, context: Here) -> None:
    """Delete a plan. If it was chosen, the leaflet's programme is followed again."""
    plans = PlanFolder(context.folder)
    try:
        plans.remove(name)
    except UsageError as error:
        raise WebError("not_found", str(error)) from error
    if plans.chosen == name:
        context.settings.change({"plan": ""})


@router.post("/api/plans/import")
async def take(
    request: Request, context: Here, language: Lang, keep: Annotated[bool, Query()] = False
) -> dict[str, Any]:
    """Read the file of a plan or programme and return it, or its mistakes with their lines.

    `same_names` are the exercises inside it that are others in another plan.

    Args:
        keep: whether to keep it too, in place of an earlier one with its id.
    """
    raw = await read_body(request, YAML_KINDS, MAX_BYTES)

    def work() -> dict[str, Any]:
        with context.heavy_work():
            return _taken(raw, context, language, keep=keep)

    return await run_in_threadpool(work)


@router.post("/api/plans/{name}/choose", status_code=204)
def choose(name: Id, context: Here) -> None:
    """Follow a plan or programme from now on."""
    context.settings.change({"plan": _found(context, name).plan.id})


@router.get("/api/plans/{name}/file")
def file(name: Id, context: Here) -> Response:
    """Return a plan as a file that travels, with the own exercises that it needs inside."""
    plan = _found(context, name).plan
    library = context.library
    exercises = library.without_plan.book.exercises
    shipped = {each for each in exercises if library.without_plan.is_shipped(each)}
    travelling, _ = with_needed_exercises(plan, exercises, shipped)
    headers = {"Content-Disposition": f'attachment; filename="{plan.id}.yaml"'}
    return Response(plan_yaml(travelling), media_type="application/yaml", headers=headers)


@router.get("/api/plans/{name}/print")
def printed(name: Id, context: Here, language: Lang) -> Response:
    """Return a plan on paper: one or two A4 pages, as PDF."""
    read = _found(context, name)
    library = context.library.without_plan
    with context.heavy_work():
        data = plan_pdf(read.plan, with_plan(library, read, context.folder.path / PLANS), language)
    headers = {"Content-Disposition": f'inline; filename="{read.plan.id}.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)


def _found(context: Context, name: str) -> ReadPlan:
    """Return a plan by its id.

    Raises:
        WebError: there is none, or its file is wrong.
    """
    try:
        found = PlanFolder(context.folder).get(name, context.library)
    except UsageError as error:
        raise WebError("not_found", str(error)) from error
    if found.read is None:
        raise WebError("bad_request", "\n".join(str(each) for each in found.mistakes[:1]))
    return found.read


def _taken(raw: bytes, context: Context, language: Language, *, keep: bool) -> dict[str, Any]:
    library = context.library
    try:
        read = plan_in(library, parse_yaml(raw, "file", dates=True))
    except ExerciseError as error:
        return {
            "plan": None,
            "kept": False,
            "exists": False,
            "same_names": [],
            "errors": [_lined(each, language) for each in error.mistakes[:MOST_MISTAKES]],
        }
    plans = PlanFolder(context.folder)
    own = {each.id for each in plans.listed(library) if each.own}
    if keep:
        plans.keep(read.plan)
    return {
        "plan": _json(read, library),
        "kept": keep,
        "exists": read.plan.id in own,
        "same_names": [
            {"exercise": exercise, "plan": other}
            for exercise, other in plans.same_names(read, library)
        ],
        "errors": [],
    }


def _json(read: ReadPlan, library: Library) -> dict[str, Any]:
    known = {**library.without_plan.book.exercises, **read.exercises}
    return {**plan_data(read.plan), "minutes": plan_minutes(read.plan, known)}


def _listed(each: KeptPlan, library: Library, followed: str, language: Language) -> dict[str, Any]:
    if each.read is None:
        return {
            "id": each.id,
            "title": each.id,
            "chosen": False,
            "own": each.own,
            "minutes": None,
            "days": [],
            "steps": 0,
            "pictured": [],
            "errors": [_lined(mistake, language) for mistake in each.mistakes[:MOST_MISTAKES]],
        }
    plan: TrainingPlan = each.read.plan
    known = {**library.without_plan.book.exercises, **each.read.exercises}
    return {
        "id": plan.id,
        "title": plan.title.in_language(language),
        "chosen": plan.id == followed,
        "own": each.own,
        "minutes": plan_minutes(plan, known),
        "days": plan.days,
        "steps": len(plan.steps),
        "pictured": _pictured(plan, library),
        "errors": [],
    }


def _pictured(plan: TrainingPlan, library: Library) -> list[str]:
    """Return the exercises of a plan, but not those inside a plan that is not followed."""
    names = dict.fromkeys(each.exercise for each in plan.steps)
    return [name for name in names if name in library.book.exercises]


def _placed(mistake: Mistake, language: Language) -> dict[str, Any]:
    """Return a mistake with the keys that lead to it, such as "steps.2.dose"."""
    place, _, words = mistake_in_words(mistake.words, language).partition(": ")
    return {"place": place, "message": words}


def _lined(mistake: Mistake, language: Language) -> dict[str, Any]:
    words = mistake_in_words(mistake.words, language)
    return {"line": mistake.line, "column": mistake.column, "message": words}
