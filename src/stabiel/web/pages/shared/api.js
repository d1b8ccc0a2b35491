// Requests to stabiel. In: paths and values. Out: values, or a Trouble in the user's language.

import { errorWords, t } from "./texts.js";

/**
 * An error to show to the user. Holds the server's id, or "gone" if no server answers, and the
 * value that the server sent with it.
 */
export class Trouble extends Error {
  constructor(id, words, status = 0, value = null) {
    super(words);
    this.name = "Trouble";
    this.id = id;
    this.status = status;
    this.value = value;
  }
}

/** For whom this page was drawn: the id of a person, and whether there are others. */
export const who = { id: null, alone: true };

/** Return an address for a link, a video or a socket that answers for this person only. */
export function mine(path) {
  if (who.alone || who.id === null) return path;
  return `${path}${path.includes("?") ? "&" : "?"}person=${encodeURIComponent(who.id)}`;
}

// Another tab may have chosen another person: the server refuses what does not belong together.
const forWhom = () => (who.id === null ? {} : { "X-Stabiel-Person": who.id });

const gone = () => new Trouble("gone", t("trouble.gone"));

/** Throw what kept a page from loading: in words, if it is that stabiel does not answer. */
export async function goneIfSilent(error) {
  await get("/api/start");
  throw error;
}

export const get = (path, signal) => ask(path, { signal });
export const post = (path, value) => ask(path, withValue("POST", value));
export const put = (path, value) => ask(path, withValue("PUT", value));
export const remove = (path, value) => ask(path, withValue("DELETE", value));

/** Send text unchanged. */
export function postText(path, text) {
  return ask(path, { method: "POST", body: text, headers: { "Content-Type": "text/yaml" } });
}

function withValue(method, value) {
  if (value === undefined) return { method };
  const headers = { "Content-Type": "application/json" };
  return { method, headers, body: JSON.stringify(value) };
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...options.headers, ...forWhom() } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw gone();
  }
  return read(answer.status, await answer.text());
}

function read(status, text) {
  const value = parsed(text);
  if (status >= 200 && status < 300) return value;
  const id = value?.error?.id ?? "internal";
  // The page is drawn again, for the person of now or with the choice.
  if (id === "no_person" || id === "other_person") location.reload();
  const words = errorWords(id) ?? value?.error?.text ?? t("trouble.unknown");
  throw new Trouble(id, words, status, value);
}

function parsed(text) {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Fetch a file and hand it to the browser's downloads; a refusal is a Trouble, and no page. */
export async function download(path) {
  let answer;
  try {
    answer = await fetch(path, { headers: forWhom() });
  } catch {
    throw gone();
  }
  if (!answer.ok) return read(answer.status, await answer.text());
  const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition")) ?? [];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name ?? "stabiel";
  link.click();
  // The browser has read it by then, whatever it asks the user first.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return null;
}

/**
 * Send a file unchanged.
 * @param {(share: number) => void} onShare receives how much was sent, 0 to 1.
 * @param {AbortSignal} signal cancels the upload.
 */
export function upload(path, file, onShare, signal) {
  // fetch does not report the progress of an upload.
  const request = new XMLHttpRequest();
  const stop = () => request.abort();
  return new Promise((resolve, reject) => {
    request.open("POST", path);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    for (const [name, value] of Object.entries(forWhom())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onShare(event.loaded / Math.max(1, file.size));
    request.onload = () => {
      try {
        resolve(read(request.status, request.responseText));
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(gone());
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", stop, { once: true });
    request.send(file);
  }).finally(() => signal?.removeEventListener("abort", stop));
}
