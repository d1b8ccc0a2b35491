// Tones for when there is no voice. They mean the same as in stabiel.devices.tones: rising asks
// for an action, falling for a correction, one short tone counts, three equal tones are urgent.

// [frequency in Hz, seconds]
const TONES = {
  count: [[880, 0.12]],
  rising: [[523, 0.15], [784, 0.2]],
  falling: [[659, 0.15], [440, 0.25]],
  urgent: [[440, 0.2], [440, 0.2], [440, 0.2]],
};
const LOUDNESS = 0.3;
const FADE_S = 0.01;

/** Play the tones of a kind; return their duration in seconds. */
export function playTones(context, kind) {
  let start = context.currentTime;
  for (const [frequency, seconds] of TONES[kind]) {
    const tone = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + FADE_S);
    gain.gain.setValueAtTime(LOUDNESS, start + seconds - FADE_S);
    gain.gain.linearRampToValueAtTime(0, start + seconds);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + seconds);
    start += seconds;
  }
  return start - context.currentTime;
}
