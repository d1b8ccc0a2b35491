"""The numbers that are the same for every exercise. In: nothing. Out: constants.

What differs between exercises is in their files. How much a signal may vary depends on the unit of
the measure that an exercise follows: `SIGNAL_TOLERANCES`. Numbers that only one module can explain
stay there: the leaps in `jumps`, the distance in `setup`.
"""

from dataclasses import dataclass

from stabiel.body.measures.measure import Unit

# --- The followed signal, in its own unit ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignalTolerances:
    """How much a followed signal may vary, in the unit of its measure.

    Attributes:
        still_within: the start posture is held if the signal varies by no more than this.
        settled_within: someone really rests if it varies by no more than this for `SETTLED_S`.
        leave_margin: so far beyond what still counts as the start, a movement begins.
        stall_within: a movement stalls if it varies by no more than this for `STALL_S`.
        noise: half of what a value varies from peak to peak while nobody moves: a value that is
            this close to the target cannot be told from it.
    """

    still_within: float
    settled_within: float
    leave_margin: float
    stall_within: float
    noise: float


# The degrees were tuned on rendered and real clips. Torso lengths stand to them as the noise of the
# distances that a movement can follow stands to the noise of the angles that movements do follow:
# within a second in which nobody moves, 0.027 torso lengths and 2.98 degrees from peak to peak
# (medians over the measures; 62 recordings of real people, `python -m benchmarks.noise`). So a
# degree is 0.009 torso lengths; the 95th percentiles of the same seconds give 0.009 too.
SIGNAL_TOLERANCES: dict[Unit, SignalTolerances] = {
    "deg": SignalTolerances(
        still_within=8.0, settled_within=5.0, leave_margin=4.0, stall_within=4.0, noise=1.5
    ),
    "tl": SignalTolerances(
        still_within=0.07,
        settled_within=0.045,
        leave_margin=0.035,
        stall_within=0.035,
        noise=0.0135,
    ),
}

# --- Frames that are missing -------------------------------------------------------------------
# A reading that is missing for less than this neither ends a fault nor restarts its time.
FORGIVEN_GAP_S = 0.3
# A value that is missing for longer was not followed.
UNSEEN_S = 0.3
# Nobody sees what happens between two frames that are further apart, so it does not count.
GAP_S = 1.0
# A value that is missing for longer ends the movement: the start posture is awaited again.
LOST_AFTER_S = 1.0

# --- The own start -----------------------------------------------------------------------------
# The start value is the median of this many seconds at rest.
OWN_START_S = 1.0
# Someone really rests if the signal settles for so long.
SETTLED_S = 1.0
# The person has left when the posture is gone for this long.
LEFT_AFTER_S = 1.0
# The set-up usually takes less; in a longer one, things may be done that are not judged.
SET_UP_S = 5.0

# --- A movement --------------------------------------------------------------------------------
# A movement has left the start at this share of what still counts as the start.
ONSET_SHARE = 0.4
# The target is reached when it is seen twice: one frame may be a slip of the landmarker.
REACHED_S = 0.06
# It is reached too by a value that touches it and stays within the noise of it for so long: which
# of its frames are beyond it is chance.
LINGERS_S = 0.5
# A movement stalls if the signal hardly varies for so long. People who pause on the way out, for
# up to 0.8 s, continue by themselves.
STALL_S = 0.9
# At this share of the way it is all but there: the way out ends and the way back begins here.
NEARLY = 0.9
# What the floor ends is down when the start posture is there and it has come back by this share.
# The last of the way is the body that settles: a real hip sinks by about 12 more degrees of 43 to
# 46 after the pelvis is down (three lifts, `heavy`). That is one person: it must be measured again.
LANDED_SHARE = 0.6
# Nobody moves a leg or an arm all the way in less; what does has changed sides in the picture.
FASTEST_WAY_S = 0.27
# The landmarker slips for a moment: 0.75 and 0.8 s if somebody walks past in front. A limb that
# stays in its new place for longer is there, even if it was not observed to move.
SLIP_S = 1.0
# A movement that has come back by less than this share of the way is still on its way out.
STILL_RISING = 0.1
# Another limb that is further on its way by this share is the one that works.
TAKES_OVER = 0.3

# --- A hold ------------------------------------------------------------------------------------
# A wobble out of the zone that is this short still counts.
GRACE_S = 0.5
# After a longer absence the hold is over.
AWAY_S = 4.0
# A hold that never lasted this long only passed through the zone.
LEAST_S = 3.0
# Somebody who has just come into the zone is still on the way: a head that comes down last took
# 1.2 s more. What they do by then is no fault of the hold.
ARRIVES_S = 1.0
# Someone who is still near the zone, but not in it, for this long (after the second that shows
# the stillness) believes that they are in it.
STAYS_S = 2.0
# Someone who stays sways, or moves the head, for less than this: a woman on hands and knees for
# 18 s did so ten times, for 0.8 s at most.
SWAYS_S = 1.0
