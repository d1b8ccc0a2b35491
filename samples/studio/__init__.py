"""The studio: videos of rendered people who exercise, with the exact truth of every frame.

The flow; each module takes plain values and returns plain values::

    bodies ──> figure ──> postures ──> exercises ──> timeline ──> clips ──> render ──> encode
    mesh,      bones,     one body     a function    who does      what to    pixels     H.264
    weights    IK         posture      of phase      what, when    shoot                 + truth

World frame: meters, Z up, the mat lies along X with its middle at the origin. A person on the mat
lies with the head towards -X. Angles are degrees. Times are seconds from the first frame.
"""
