// Addresses of pages. In: a page and what it is about. Out: what stands after the #, and back.

/** Go to a page: its name, what it is about, and what else it must know. */
export function go(name, about = "", query = {}) {
  location.hash = address(name, about, query);
}

/** Return the address of a page. */
export function address(name, about = "", query = {}) {
  const known = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const rest = new URLSearchParams(known).toString();
  const path = about === "" ? name : `${name}/${encodeURIComponent(about)}`;
  return `#/${path}${rest && `?${rest}`}`;
}

/** Return the page of the address: its name, what it is about, and what else it must know. */
export function place() {
  const [path, rest] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, about = ""] = path.split("/");
  const query = new URLSearchParams(rest);
  return { name, about: decoded(about), query };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
