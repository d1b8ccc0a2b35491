// The page that is shown while stabiel is stopped. In: nothing. Out: the page that was asked for,
// once stabiel answers.

const AGAIN_AFTER_MS = 2000;

async function ask() {
  try {
    await fetch("/api/start");
  } catch {
    setTimeout(ask, AGAIN_AFTER_MS);
    return;
  }
  location.reload();
}

ask();
