"""stabiel: counts and judges core-stability exercises from a camera or a video."""

__version__ = "0.1.0"
__all__ = ["__version__"]
