// Says that stabiel is stopped where a bookmark would show the browser's own error. In: the opening
// of a page. Out: the server's answer, or the kept page that says it.

const KEPT = "stopped";
const PAGE = "/pages/stopped.html";
const PARTS = [PAGE, "/pages/stopped.js", "/pages/icon.svg", "/pages/shared/base.css",
  "/pages/shared/tokens.css", "/pages/fonts/atkinson-hyperlegible-next-latin.woff2"];

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const kept = await caches.open(KEPT);
    await kept.addAll(PARTS);
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const opens = event.request.mode === "navigate";
  // Everything else goes its own way: nothing but this one page is ever answered from here.
  if (!opens && !PARTS.includes(pathname)) return;
  event.respondWith(answered(event.request, opens ? PAGE : pathname));
});

/** Return the server's answer; if there is none, what was kept for it. */
async function answered(request, path) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(path);
    if (kept === undefined) throw error;
    return kept;
  }
}
