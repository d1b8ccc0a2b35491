"""Settings. In: the user's choices. Out: all settings."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from stabiel.web.api.inputs import Here, json_object
from stabiel.web.settings_file import Settings

router = APIRouter()


@router.get("/api/settings")
def load(context: Here) -> Settings:
    """Return the settings."""
    return context.settings.load()


@router.put("/api/settings")
def change(context: Here, changes: Annotated[dict[str, Any], Depends(json_object)]) -> Settings:
    """Change the given settings and leave the others; return all of them."""
    return context.settings.change(changes)
