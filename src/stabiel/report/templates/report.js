"use strict";
const video = document.querySelector("video");
const rows = [...document.querySelectorAll("svg[data-start]")];
const show = () => {
  for (const row of rows) {
    const start = Number(row.dataset.start), end = Number(row.dataset.end);
    const left = Number(row.dataset.left), right = Number(row.dataset.right);
    const share = (video.currentTime - start) / (end - start);
    const head = row.querySelector(".playhead");
    head.setAttribute("visibility", share >= 0 && share < 1 ? "visible" : "hidden");
    const x = left + share * (right - left);
    head.setAttribute("x1", x);
    head.setAttribute("x2", x);
  }
  if (!video.paused) requestAnimationFrame(show);
};
const go = (seconds, play) => {
  video.currentTime = Math.max(0, seconds);
  if (play) video.play().catch(() => {});
  video.scrollIntoView({ block: "nearest" });
};
for (const name of ["play", "seeked", "timeupdate"]) video.addEventListener(name, show);
// Without the file beside the page there is nothing to go to.
video.addEventListener("error", () => document.documentElement.classList.add("no-video"), true);
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-time]");
  if (link) {
    event.preventDefault();
    go(Number(link.dataset.time) - 0.5, true);
    return;
  }
  const row = event.target.closest("svg[data-start]");
  if (row) {
    const box = row.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * row.viewBox.baseVal.width;
    const left = Number(row.dataset.left), right = Number(row.dataset.right);
    const start = Number(row.dataset.start), end = Number(row.dataset.end);
    go(start + ((x - left) / (right - left)) * (end - start), false);
  }
});
