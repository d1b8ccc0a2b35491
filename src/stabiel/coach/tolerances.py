"""The numbers that are the same for every exercise. In: nothing. Out: constants.

What differs between exercises is in their files. A value "of the signal" is in the unit of the
measure that an exercise follows: degrees, or torso lengths for the distances. Numbers that only
one module can explain stay there: the leaps in `jumps`, the distance in `setup`.
"""

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
# The start posture is held if the signal varies by no more than this (unit of the signal).
STILL_WITHIN = 8.0
# Someone really rests if the signal varies by no more than this for so long.
SETTLED_S = 1.0
SETTLED_WITHIN = 5.0
# The person has left when the posture is gone for this long.
LEFT_AFTER_S = 1.0
# The set-up usually takes less; in a longer one, things may be done that are not judged.
SET_UP_S = 5.0

# --- A movement --------------------------------------------------------------------------------
# So far beyond what still counts as the start, a movement begins (unit of the signal).
LEAVE_MARGIN = 4.0
# A movement has left the start at this share of what still counts as the start.
ONSET_SHARE = 0.4
# The target is reached when it is seen twice: one frame may be a slip of the landmarker.
REACHED_S = 0.06
# A movement stalls if the signal varies by no more than this for so long. People who pause on the
# way out, for up to 0.8 s, continue by themselves.
STALL_S = 0.9
STALL_WITHIN = 4.0
# At this share of the way it is all but there: the way out ends and the way back begins here.
NEARLY = 0.9
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
# Someone who is still near the zone, but not in it, for this long (after the second that shows
# the stillness) believes that they are in it.
STAYS_S = 2.0
# Someone who stays sways, or moves the head, for less than this: a woman on hands and knees for
# 18 s did so ten times, for 0.8 s at most.
SWAYS_S = 1.0
