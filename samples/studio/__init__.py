"""The studio: films of rendered people who exercise, with the exact truth of every frame.

The flow, top to bottom; each module takes plain values and gives plain values::

    bodies ──> figure ──> postures ──> exercises ──> timeline ──> clips ──> render ──> film
    mesh,      bones,     one body     a function    who does      what to    pixels     H.264
    weights    IK         posture      of phase      what, when    shoot                 + truth

World frame: meters, Z up, the mat lies along X with its middle at the origin. A person on the mat
has the head towards -X. Angles are degrees. Times are seconds from the first frame.
"""
