"""The data endpoints without pages and guard. In: a context. Out: a client."""

from dataclasses import replace

from fastapi import FastAPI
from fastapi.testclient import TestClient

from stabiel.web.api import ROUTERS
from stabiel.web.context import Context
from stabiel.web.household import Household
from stabiel.web.web_errors import add_error_handlers
from tests.records import WHOLE

# A consistent session: a repetition with a tempo fault has a tempo.
FAST = {"out_s": 1.9, "return_s": 1.1}
DONE = replace(
    WHOLE, repetitions=(WHOLE.repetitions[0], replace(WHOLE.repetitions[1], metrics=FAST))
)


def app_of(context: Context) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.state.household = Household(context.folder, contexts=[context])
    for router in ROUTERS:
        app.include_router(router)
    add_error_handlers(app)
    return app


def client_of(context: Context) -> TestClient:
    return TestClient(app_of(context), raise_server_exceptions=False)


def refused(answer, status: int, error_id: str) -> str:
    """Check that a request was refused with this status and id; return the sentence."""
    assert (answer.status_code, answer.json()["error"]["id"]) == (status, error_id), answer.text
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"id", "text"}
    assert "Traceback" not in answer.text
    return answer.json()["error"]["text"]
