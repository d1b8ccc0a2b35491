// When the body in each sample film moves. In: nothing. Out: a table, by exercise.

// Seconds of the film at which a way out begins, the target is reached, the way back begins and it
// ends, one row for each movement: the truth of the rendered films (samples/*.truth.json.gz).
export const MOMENTS = {
  "all-fours": [
    { side: "both", out: 1.5, target: 3.3, back: 13.3, end: 15.15 },
  ],
  "arm-reach": [
    { side: "left", out: 1.5, target: 2.9, back: 4.3, end: 5.8 },
    { side: "right", out: 6.4, target: 7.8, back: 9.2, end: 10.7 },
    { side: "left", out: 11.3, target: 12.7, back: 14.1, end: 15.6 },
    { side: "right", out: 16.2, target: 17.6, back: 19, end: 20.5 },
  ],
  bridging: [
    { side: "both", out: 1.5, target: 2.8, back: 3.8, end: 6.3 },
    { side: "both", out: 6.9, target: 8.2, back: 9.2, end: 11.7 },
    { side: "both", out: 12.3, target: 13.6, back: 14.6, end: 17.1 },
    { side: "both", out: 17.75, target: 19.05, back: 20.05, end: 22.55 },
  ],
  "childs-pose": [
    { side: "both", out: 1.5, target: 3.7, back: 14.7, end: 16.7 },
  ],
  "heel-slide": [
    { side: "right", out: 1.5, target: 3.5, back: 4.1, end: 6.1 },
    { side: "left", out: 6.7, target: 8.7, back: 9.3, end: 11.3 },
    { side: "right", out: 11.9, target: 13.9, back: 14.5, end: 16.5 },
    { side: "left", out: 17.1, target: 19.1, back: 19.75, end: 21.75 },
  ],
  "knee-fallout": [
    { side: "right", out: 1.5, target: 3.8, back: 4.3, end: 6.6 },
    { side: "left", out: 7.2, target: 9.5, back: 10, end: 12.3 },
    { side: "right", out: 12.9, target: 15.2, back: 15.7, end: 18 },
    { side: "left", out: 18.6, target: 20.95, back: 21.45, end: 23.75 },
  ],
  "knees-to-chest": [
    { side: "both", out: 1.5, target: 3.7, back: 14.7, end: 16.7 },
  ],
  "leg-lift": [
    { side: "right", out: 1.5, target: 3.4, back: 4, end: 6 },
    { side: "left", out: 6.6, target: 8.5, back: 9.1, end: 11.1 },
    { side: "right", out: 11.7, target: 13.6, back: 14.2, end: 16.2 },
    { side: "left", out: 16.8, target: 18.7, back: 19.3, end: 21.3 },
  ],
  "leg-reach": [
    { side: "left", out: 1.5, target: 3, back: 4.4, end: 6 },
    { side: "right", out: 6.6, target: 8.1, back: 9.5, end: 11.1 },
    { side: "left", out: 11.7, target: 13.2, back: 14.6, end: 16.2 },
    { side: "right", out: 16.8, target: 18.3, back: 19.7, end: 21.3 },
  ],
  piriformis: [
    { side: "right", out: 1.5, target: 4.9, back: 15.9, end: 18.7 },
  ],
  psoas: [
    { side: "left", out: 1.5, target: 3.7, back: 14.7, end: 16.7 },
  ],
  "single-leg-cycle": [
    { side: "right", out: 2.7, target: 4.4, back: 4.65, end: 6.35 },
    { side: "left", out: 6.75, target: 8.4, back: 8.6, end: 10.3 },
    { side: "right", out: 10.7, target: 12.4, back: 12.6, end: 14.3 },
    { side: "left", out: 14.7, target: 16.4, back: 16.6, end: 18.3 },
  ],
  "supine-start": [
    { side: "both", out: 1.5, target: 3.7, back: 13.7, end: 15.7 },
  ],
  torsion: [
    { side: "right", out: 1.5, target: 4.1, back: 15.1, end: 17.3 },
  ],
};
