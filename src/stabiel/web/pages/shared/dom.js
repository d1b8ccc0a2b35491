// Builds elements. In: names, attributes and children. Out: elements.
// Strings become text nodes, never markup, so the name of a file or exercise cannot inject any.

const SVG = "http://www.w3.org/2000/svg";
// Set as properties, because their attributes mean something else or are read only once.
const PROPERTIES = new Set(["value", "checked", "muted", "selected", "srcObject", "disabled"]);

/** Return an HTML element; attributes that are null, undefined or false are left out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Return an SVG element. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("aria-")) element.setAttribute(name, String(value));
    else if (value === false) continue;
    else if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

function present(children) {
  return children.flat(Infinity).filter((child) => ![null, undefined, false].includes(child));
}

/** Replace the children of an element. */
export function replace(element, ...children) {
  element.replaceChildren(...present(children));
}

/** Write text only if it changed: a screen reader reads each change, and layout costs time. */
export function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Show or hide an element. */
export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/** Set an attribute only if it changed. */
export function set(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** Return a new id, for an element that another one refers to. */
export function freshId(prefix) {
  freshId.last = (freshId.last ?? 0) + 1;
  return `${prefix}-${freshId.last}`;
}

/** Move the focus to the heading, so that a screen reader starts there. */
export function focusHeading(place) {
  const heading = place.querySelector("h1") ?? place;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
