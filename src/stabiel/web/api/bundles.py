"""Bundles that were handed over. In: a ZIP file. Out: its records, open to read in this browser."""

import shutil
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse

from stabiel.errors import UsageError
from stabiel.export.opened_bundle import MOST_PACKED, NewerBundleError, page_of
from stabiel.web.api.analyses import label_of
from stabiel.web.api.inputs import Chosen, Here, declared_bytes, household_of
from stabiel.web.household import Guest, Household
from stabiel.web.uploads import receive, too_large
from stabiel.web.web_errors import WebError

router = APIRouter()


@router.post("/api/bundles", status_code=204)
async def read(request: Request, context: Here, name: Annotated[str, Query()] = "") -> Response:
    """Open a bundle to read, in place of the person that this browser showed until now."""
    household = household_of(request)
    declared = declared_bytes(request)
    if declared is not None and declared > MOST_PACKED:
        raise too_large(MOST_PACKED)
    await run_in_threadpool(context.uploads.check_space, declared or 0)
    place = await run_in_threadpool(context.uploads.new)
    try:
        packed = place / "bundle.zip"
        await receive(
            request.stream(), packed, most_bytes=MOST_PACKED, stall_s=context.limits.stall_s
        )
        guest = await run_in_threadpool(household.read, packed, place, label_of(name))
    except NewerBundleError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise WebError("newer_bundle", str(error)) from error
    except UsageError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise WebError("no_bundle", str(error)) from error
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    packed.unlink(missing_ok=True)
    answer = Response(status_code=204)
    answer.set_cookie(household.cookie, guest.person.id, httponly=True, samesite="strict", path="/")
    return answer


@router.get("/api/bundles/page.pdf")
def page(request: Request, chosen: Chosen) -> Response:
    """Return the page of the bundle that this browser reads."""
    household = household_of(request)
    guest = household.guest(request.cookies.get(household.cookie))
    if guest is None or guest.resident is not chosen:
        raise WebError("not_found", "No bundle is open.")
    path = page_of(guest.place)
    if not path.is_file():
        raise WebError("not_found", "This bundle has no page.")
    headers = {"Content-Disposition": f'attachment; filename="stabiel-{guest.head.last}.pdf"'}
    return FileResponse(path, media_type="application/pdf", headers=headers)


@router.post("/api/bundles/close", status_code=204)
def close(request: Request) -> Response:
    """Close the bundle; the browser then shows the persons of this computer again."""
    household = household_of(request)
    guest = household.guest(request.cookies.get(household.cookie))
    if guest is not None:
        if not household.may_close(guest):
            raise WebError("bad_request", "There is nothing else to show; stop the program.")
        household.close_guest()
    answer = Response(status_code=204)
    answer.delete_cookie(household.cookie, httponly=True, samesite="strict", path="/")
    return answer


def reading_json(household: Household, guest: Guest) -> dict[str, Any]:
    """Return what the pages show of an open bundle."""
    return {
        "person": guest.head.person,
        "first": guest.head.first,
        "last": guest.head.last,
        "has_page": page_of(guest.place).is_file(),
        "closes": household.may_close(guest),
    }
