"""Some weeks on one page. In: a number of weeks until today. Out: a PDF file, or a bundle."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from stabiel.export.bundle import packed_bundle
from stabiel.report.period import PeriodMaterial
from stabiel.report.period_content import period_content
from stabiel.report.period_material import (
    MOST_WEEKS,
    NothingKeptError,
    Period,
    period_material,
    weeks_until,
)
from stabiel.report.period_pdf import period_pdf
from stabiel.store import Store
from stabiel.web.api.inputs import Here, Lang
from stabiel.web.api.sessions import NameOnReports
from stabiel.web.context import Context
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

router = APIRouter()

Weeks = Annotated[int, Query(ge=1, le=MOST_WEEKS)]


@router.get("/api/report/period.pdf")
def page(context: Here, person: NameOnReports, language: Lang, weeks: Weeks = 4) -> Response:
    """Return the last weeks on one page."""
    period = weeks_until(weeks, context.now().date())
    with context.heavy_work(), context.store() as store:
        pdf = period_pdf(period_content(_material(context, store, period, language, person)))
    return _file(pdf, "application/pdf", f"stabiel-{period.last}.pdf")


@router.get("/api/report/bundle.zip")
def bundle(context: Here, person: NameOnReports, language: Lang, weeks: Weeks = 4) -> Response:
    """Return a bundle of the last weeks to hand over: that page, tables and sessions, no video."""
    period = weeks_until(weeks, context.now().date())
    with context.heavy_work(), context.store() as store:
        material = _material(context, store, period, language, person)
        packed = packed_bundle(
            store,
            period_pdf(period_content(material)),
            period=(period.first, period.last),
            plan=context.plan,
            language=language,
            person=material.person or "",
            made_at=context.now(),
        )
    return _file(packed, "application/zip", f"stabiel-{period.last}.zip")


def _material(
    context: Context, store: Store, period: Period, language: Language, person: str | None
) -> PeriodMaterial:
    today = context.now().date()
    try:
        return period_material(store, context.library, period, today, language, person=person)
    except NothingKeptError as error:
        raise WebError("nothing_kept", str(error)) from error


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)
