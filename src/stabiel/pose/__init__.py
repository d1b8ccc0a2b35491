"""Pose estimation. In: frames. Out: the 33 landmarks of the body, or none."""
