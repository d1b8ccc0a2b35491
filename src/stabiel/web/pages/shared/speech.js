// The browser's speech, watched. In: a text and a voice. Out: how the speech ended.

// A voice at 160 words per minute speaks 14 letters per second, after up to a second.
const LETTERS_PER_SECOND = 14;
// Chromium's voices can fall silent within a long line after about 15 s (crbug.com/679437).
const LONGEST_S = 12;
const LONGEST_LETTERS = (LONGEST_S - 1) * LETTERS_PER_SECOND;
const STARTS_WITHIN_MS = 3000;
// No end within this many times the expected length: the voice has died, or lost its end.
const PATIENCE = 2;

/** Whether a way to end is a failure of the voice. */
export const isFailure = (end) => ["silent", "stuck", "failed"].includes(end);

/** Return a text in parts shorter than twelve seconds, cut at sentences, commas or words. */
function partsOf(text) {
  return [/(?<=[.!?…])\s+/, /(?<=[,;:])\s+/, /\s+/].reduce(cutAt, [text.trim()]);
}

function cutAt(parts, places) {
  return parts.flatMap((part) => (fits(part) ? [part] : joined(part.split(places))));
}

const fits = (part) => part.length < LONGEST_LETTERS;

/** Join neighbors again as long as they fit. */
function joined(pieces) {
  const parts = [];
  for (const piece of pieces) {
    const longer = `${parts.at(-1)} ${piece}`;
    if (parts.length > 0 && fits(longer)) parts.splice(-1, 1, longer);
    else parts.push(piece);
  }
  return parts;
}

/**
 * Speak a text with a voice, part by part.
 * @returns {Promise<string>} "spoken"; "stopped" by the signal; "silent" if a part did not start
 *   within three seconds; "stuck" if it did not end within twice its expected length; "failed".
 */
export async function utter(text, voice, signal) {
  for (const part of partsOf(text)) {
    const end = await speak(part, voice, signal);
    if (end !== "spoken") {
      // Nothing of it may be heard later, over another line.
      speechSynthesis.cancel();
      return end;
    }
  }
  return "spoken";
}

function speak(text, voice, signal) {
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.voice = voice;
  spoken.lang = voice.lang;
  const longest = PATIENCE * (1 + text.length / LETTERS_PER_SECOND) * 1000;
  return new Promise((resolve) => {
    let timer = null;
    const end = (how) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      // The handlers also keep the utterance alive: Chromium reports no end of one that is gone.
      spoken.onstart = spoken.onend = spoken.onerror = null;
      resolve(how);
    };
    const stop = () => end("stopped");
    if (signal?.aborted) {
      end("stopped");
      return;
    }
    signal?.addEventListener("abort", stop);
    spoken.onstart = () => {
      clearTimeout(timer);
      timer = setTimeout(() => end("stuck"), longest);
    };
    spoken.onend = () => end("spoken");
    // Another tab may interrupt the voice; that is no failure of it.
    spoken.onerror = ({ error }) =>
      end(["canceled", "interrupted"].includes(error) ? "spoken" : "failed");
    timer = setTimeout(() => end("silent"), STARTS_WITHIN_MS);
    speechSynthesis.resume();
    speechSynthesis.speak(spoken);
  });
}
