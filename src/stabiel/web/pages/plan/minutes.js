// How long a plan takes. In: its steps. Out: seconds, by the same pace as the server's.

// The pace of the sample clips: a repetition and the pause after it take 4.0 to 5.7 seconds.
const REPETITION_S = 5;
// What is left of that pace without its two ways, and how long such a way takes.
const PAUSES_S = 2;
export const WAY_S = 1.5;

/** Return how often a step is done: its sets, the times of a hold. */
const turns = (step) => (step.sets ?? 1) * (step.dose.times ?? 1);

/** Return how long a repetition takes at a tempo. */
function repetitionS(tempo) {
  if (!tempo) return REPETITION_S;
  return PAUSES_S + (tempo.out_s ?? WAY_S) + (tempo.return_s ?? WAY_S);
}

/** Return the seconds of a step without rest. */
function workOf(step, exercise) {
  const sides = exercise.sides && !step.side ? 2 : 1;
  const { repetitions = 0, hold_s: hold } = step.dose;
  return turns(step) * sides * (hold ?? repetitions * repetitionS(step.tempo));
}

/**
 * Return the seconds that all steps take, with the rest between them.
 * @param {(id: string) => object} exerciseOf returns what is known of an exercise.
 */
export function secondsOf(plan, exerciseOf) {
  const rests = plan.steps.map((step) => step.rest_s ?? plan.rest_s ?? 0);
  const whole = plan.steps.reduce((sum, step, index) =>
    sum + workOf(step, exerciseOf(step.exercise)) + turns(step) * rests[index], 0);
  // Nobody rests after the last one.
  return Math.max(0, whole - (rests.at(-1) ?? 0));
}

/** Return seconds as whole minutes, at least 1; half a minute goes to the even one, as there. */
export function inMinutes(seconds) {
  const minutes = seconds / 60;
  const below = Math.floor(minutes);
  const even = below % 2 === 0 ? below : below + 1;
  return Math.max(1, minutes - below === 0.5 ? even : Math.round(minutes));
}
