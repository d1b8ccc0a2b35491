"""The fourteen exercises of the catalogue, each a posture for every moment.

In: a `Stage` and a `Moment`. Out: a `Figure`. `EXERCISES` has all of them, by their id in the
catalogue.
"""

from samples.studio.exercises.all_fours import ALL_FOURS
from samples.studio.exercises.stretches import STRETCHES
from samples.studio.exercises.supine import SUPINE
from samples.studio.timeline import Exercise

#: In the order of the leaflet.
EXERCISES: dict[str, Exercise] = {
    exercise.id: exercise for exercise in (*SUPINE, *ALL_FOURS, *STRETCHES)
}
