"""Packages that are imported when they are used. In: their names. Out: a block of imports.

A library may import a large package for one function that nobody here calls. Within the block such
an import gives a stand-in, which imports the package as soon as anything of it is used.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


@contextmanager
def imported_later(*names: str) -> Iterator[None]:
    """Delay the import of some packages and modules within the block.

    One that was imported before is left as it is. After the block they can be imported as usual.

    Args:
        names: of modules; a module of a package needs the name of its package as well.
    """
    made = {name: _LaterModule(name) for name in names if name not in sys.modules}
    sys.modules.update(made)
    try:
        yield
    finally:
        for stand_in in made.values():
            stand_in.forget()


class _LaterModule(ModuleType):
    """Stands for a module until something of it is used."""

    def forget(self) -> None:
        """Let the next import find the module itself."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # the import system asks for these, and nobody uses them
            raise AttributeError(name)
        inner = sys.modules.get(f"{self.__name__}.{name}")
        if isinstance(inner, _LaterModule):
            return inner
        self.forget()
        return getattr(import_module(self.__name__), name)
