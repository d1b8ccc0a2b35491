// Controls that come with the mouse. In: mouse, touch and keys. Out: data-idle on an element.

const IDLE_AFTER_MS = 4000;
const AT_FIRST_MS = 8000;

/**
 * Set data-idle to "true" when nobody has touched anything for a while. The controls stay in the
 * page for screen readers, and the focus of a keyboard shows them (train.css).
 */
export function watchIdle(stage, signal) {
  let timer = null;
  const wake = (time) => {
    stage.dataset.idle = "false";
    clearTimeout(timer);
    timer = setTimeout(() => { stage.dataset.idle = "true"; }, time);
  };
  const touched = (event) => {
    // Nobody presses a button that cannot be seen: the first touch only shows the controls.
    const blind = event.pointerType === "touch" && stage.dataset.idle === "true"
      && event.target.closest(".controls, .over") !== null;
    if (blind) stage.addEventListener("click", swallow, { capture: true, once: true, signal });
    wake(IDLE_AFTER_MS);
  };
  const options = { signal, passive: true };
  stage.addEventListener("pointerdown", touched, { ...options, capture: true });
  stage.addEventListener("pointermove", () => wake(IDLE_AFTER_MS), options);
  document.addEventListener("keydown", () => wake(IDLE_AFTER_MS), options);
  signal.addEventListener("abort", () => clearTimeout(timer));
  // On a television they come only with the mouse.
  if (stage.dataset.large !== "true") wake(AT_FIRST_MS);
}

function swallow(event) {
  event.stopPropagation();
  event.preventDefault();
}
