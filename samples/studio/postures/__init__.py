"""Body postures: each a few lines that a physiotherapist could follow.

In: a `Stage` (the person on the mat) and how far, how high, how turned. Out: a `Figure`.
"""
