"""Times as people read them. In: seconds. Out: words."""


def clock(time_s: float) -> str:
    """Return minutes and seconds, as 0:07."""
    return f"{int(time_s) // 60}:{int(time_s) % 60:02d}"
