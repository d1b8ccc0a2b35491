// Addresses of pages. In: a page, its subject and options. Out: the text after the #, and back.

/** Go to a page, given its name, its subject and its options. */
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

/** Return the page of the current address: its name, its subject and its options. */
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
