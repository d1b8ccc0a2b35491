"""All that a page has shown. In: a page, names of elements. Out: their texts, also past ones.

A test may look too late for what a page shows for a moment.
"""

import json

_RECORD = """(() => {
    window.shown = {};
    const look = () => {
        for (const name of %s) {
            const element = document.querySelector(`[data-test=${name}]`);
            const all = window.shown[name] ??= [];
            if (element === null || element.hidden) continue;
            const words = element.dataset.state ?? element.textContent;
            if (words && words !== all.at(-1)) all.push(words);
        }
    };
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(look).observe(document, all);
})()"""


def record(page, *names):
    """Note the state or text of elements with these test ids, from the next page on."""
    page.add_init_script(_RECORD % json.dumps(names))


def shown(page, name):
    """Return what an element has shown since the page was loaded."""
    return page.evaluate("(name) => window.shown[name]", name)


def expect_shown(page, name, words, timeout_ms):
    """Wait until an element shows these words, or find that it has."""
    page.wait_for_function(
        "([name, words]) => (window.shown[name] ?? []).some((each) => each.includes(words))",
        arg=[name, words],
        timeout=timeout_ms,
    )
