// Drags a row of a list to another place, by mouse, pen or finger. In: a handle. Out: a new order.

const EDGE_PX = 70;
const SCROLL_PX = 12;

/**
 * Let a handle drag its row. The other rows move around it: the dragged one stays in the page,
 * because taking it out would end the drag.
 * @param {() => void} onMoved is called after a drag that changed the order.
 */
export function dragBy(handle, row, onMoved) {
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    drag(event, handle, row, onMoved);
  });
}

function drag(begun, handle, row, onMoved) {
  const list = row.parentElement;
  const before = [...list.children];
  const ending = new AbortController();
  const { signal } = ending;
  let y = begun.clientY;
  handle.setPointerCapture(begun.pointerId);
  row.classList.add("dragged");

  const scroll = () => {
    if (signal.aborted) return;
    const step = y < EDGE_PX ? -SCROLL_PX : y > innerHeight - EDGE_PX ? SCROLL_PX : 0;
    if (step !== 0) {
      scrollBy(0, step);
      place(row, y);
    }
    requestAnimationFrame(scroll);
  };
  const end = (keeps) => {
    ending.abort();
    row.classList.remove("dragged");
    if (!keeps) list.append(...before);
    if (before.some((each, index) => each !== list.children[index])) onMoved();
  };
  handle.addEventListener("pointermove", (event) => {
    y = event.clientY;
    place(row, y);
  }, { signal });
  handle.addEventListener("pointerup", () => end(true), { signal });
  handle.addEventListener("pointercancel", () => end(false), { signal });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    end(false);
  }, { signal });
  requestAnimationFrame(scroll);
}

/** Move the rows that the pointer has passed to the other side of the dragged row. */
function place(row, y) {
  const middle = (each) => {
    const { top, height } = each.getBoundingClientRect();
    return top + height / 2;
  };
  for (let above = row.previousElementSibling; above && y < middle(above);
    above = row.previousElementSibling) row.after(above);
  for (let below = row.nextElementSibling; below && y > middle(below);
    below = row.nextElementSibling) row.before(below);
}
