"""Runs before the bundle starts: an empty matplotlib.

MediaPipe imports matplotlib for a drawing function that stabiel never calls. The real package and
what it brings take 60 MB.
"""

import sys
from types import ModuleType

for _name in ("matplotlib", "matplotlib.pyplot"):
    sys.modules[_name] = ModuleType(_name)
sys.modules["matplotlib"].pyplot = sys.modules["matplotlib.pyplot"]  # type: ignore[attr-defined]
