"""axe-core, which finds what keeps people out of a page. In: a page. Out: the rules it breaks."""

from axe_playwright_python.base import AXE_SCRIPT

SERIOUS = {"serious", "critical"}


def violations(page):
    """Return the rules that a page breaks, each with its `id`, `impact` and `nodes`.

    The script is half a megabyte: it is read once, and stays until the page is loaded again.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(
        "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)"
    )


def serious(page):
    """Return the ids of the rules whose break is serious, each with the places of the first."""
    return [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in violations(page)
        if each["impact"] in SERIOUS
    ]
