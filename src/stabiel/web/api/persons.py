"""The persons of this computer. In: names and a choice. Out: who there is, and a cookie.

Everybody may see who there is and choose; only the chosen person changes, and only itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from stabiel.errors import UsageError
from stabiel.store import Person
from stabiel.store.persons import MOST_PERSONS, NameTakenError
from stabiel.web.api.inputs import Chosen, RequestBody, household_of, json_of
from stabiel.web.web_errors import WebError

router = APIRouter()


class NewPerson(RequestBody):
    """The name of a new person, and the color, or the first free one."""

    name: str
    color: str | None = None


class ChangedPerson(RequestBody):
    """What to change of a person."""

    name: str | None = None
    color: str | None = None


@router.get("/api/persons")
def listed(request: Request) -> dict[str, Any]:
    """Return all persons, and the id of the chosen one, None if nobody is chosen."""
    household = household_of(request)
    chosen = household.known(request.cookies.get(household.cookie))
    return {
        "chosen": None if chosen is None else chosen.id,
        "persons": [person_json(each) for each in household.persons.all()],
    }


@router.post("/api/persons/{person_id}/choose", status_code=204)
def choose(request: Request, person_id: Annotated[str, Path(max_length=100)]) -> Response:
    """Choose a person for this browser, until it is closed."""
    household = household_of(request)
    resident = household.resident(person_id)
    answer = Response(status_code=204)
    answer.set_cookie(household.cookie, resident.id, httponly=True, samesite="strict", path="/")
    return answer


@router.post("/api/persons", status_code=201)
def add(
    request: Request, chosen: Chosen, new: Annotated[NewPerson, Depends(json_of(NewPerson))]
) -> dict[str, str]:
    """Add a person, with the language and look of the one who adds; nobody else changes."""
    household = household_of(request)
    if len(household.persons.all()) >= MOST_PERSONS:
        raise WebError("limit", f"{MOST_PERSONS} persons are kept here already.")
    settings = chosen.context.settings.load()
    with _refusals():
        added = household.persons.add(new.name, new.color)
    if added.id != chosen.id:
        alike = {"language": settings.language, "theme": settings.theme}
        household.resident(added.id).context.settings.change(alike)
    return person_json(added)


@router.put("/api/persons/me")
def change(
    request: Request,
    chosen: Chosen,
    changes: Annotated[ChangedPerson, Depends(json_of(ChangedPerson))],
) -> dict[str, str]:
    """Change the name or color of the chosen person."""
    persons = household_of(request).persons
    with _refusals():
        return person_json(persons.change(chosen.id, changes.name, changes.color))


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell a name that somebody has from one that cannot be used."""
    try:
        yield
    except NameTakenError as error:
        raise WebError("name_taken", str(error)) from error
    except UsageError as error:
        raise WebError("bad_name", str(error)) from error


def person_json(person: Person) -> dict[str, str]:
    """Return a person for the pages; the name is empty if there is none."""
    return {"id": person.id, "name": person.name, "color": person.color}
