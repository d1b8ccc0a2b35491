"""A session in front of a camera: the trainer that speaks, what it shows, and its edges.

The order of the flow: `camera` → (pose, judge) → `trainer` → `voice`, `screen`, `keeper`. `trainer`
and what it stands on (`lines`, `scene`, `tally`, `words`) are pure; only `loop` knows all of them.
"""
