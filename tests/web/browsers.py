"""Browsers for the tests of the pages. In: a webcam or none. Out: patient pages, closed in the end.

All tests of a file share one browser without a webcam: a start takes seconds, and each test has its
own context, with its own cookies and storage.
"""

from contextlib import contextmanager

from tests.web.running import ARGUMENTS

# The check machine runs more processes than it has cores: what must come may take long.
PATIENCE_MS = 60_000


class OpenedBrowser:
    """A running browser. Makes contexts that wait long enough, and holds those that are open."""

    def __init__(self, browser):
        self._browser = browser

    def new_context(self, **options):
        """Return a new context, by default without the worker that says that the app is stopped.

        Once it is there, what a page asks for may pass by the answers that a test gives.
        """
        context = self._browser.new_context(**{"service_workers": "block", **options})
        context.set_default_timeout(PATIENCE_MS)
        return context

    def new_page(self, **options):
        return self.new_context(**options).new_page()

    def close_contexts(self):
        for context in self._browser.contexts:
            context.close()

    def close(self):
        self._browser.close()


class Browsers:
    """Starts browsers with one driver."""

    def __init__(self, chromium, executable):
        self._chromium, self._executable = chromium, executable
        self._plain = None
        self._with_webcam = []

    def open(self, webcam=None):
        """Return the shared browser, or a new one whose webcam plays a file."""
        if webcam is not None:
            self._with_webcam.append(
                self._start(
                    "--use-fake-ui-for-media-stream",
                    "--use-fake-device-for-media-stream",
                    f"--use-file-for-fake-video-capture={webcam}",
                )
            )
            return self._with_webcam[-1]
        if self._plain is None:
            self._plain = self._start()
        return self._plain

    def end_test(self):
        """Close everything but the shared browser."""
        if self._plain is not None:
            self._plain.close_contexts()
        while self._with_webcam:
            self._with_webcam.pop().close()

    def _start(self, *arguments):
        return OpenedBrowser(
            self._chromium.launch(executable_path=self._executable, args=[*ARGUMENTS, *arguments])
        )


@contextmanager
def driven(executable):
    """Start the driver; all browsers end with it."""
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        # The default is five seconds, which a page may need when other tests run beside it.
        expect.set_options(timeout=PATIENCE_MS)
        yield Browsers(playwright.chromium, executable)
