"""Columns as a pandas DataFrame. In: columns by name. Out: the frame, or how to install pandas.

stabiel does not depend on pandas; it is imported only when somebody asks for a frame.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from stabiel.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pandas import DataFrame


def data_frame(
    columns: "Mapping[str, Sequence[object] | NDArray[Any]]", types: Mapping[str, str] | None = None
) -> "DataFrame":
    """Return columns of the same length as a DataFrame, one row for each item.

    Args:
        columns: the values by name.
        types: pandas' name of the type of some columns, such as "Int64" for whole numbers of which
            some are missing.

    Raises:
        UsageError: pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise UsageError(
            "A DataFrame needs pandas, which is not installed: pip install pandas."
        ) from None
    return pandas.DataFrame(dict(columns)).astype(dict(types or {}))
