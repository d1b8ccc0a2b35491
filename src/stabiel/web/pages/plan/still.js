// The pictures of an exercise in a plan. In: an exercise, perhaps not here. Out: an element.

import { phases, picture } from "../shared/pictures.js";

/** Return the pictures of an exercise; of one that is not here, those of the one it is like. */
export function still(exercise) {
  if (exercise.here) return phases(exercise);
  return picture(exercise.like ?? null, "phases");
}
