"""Landmarks. In: frames. Out: the body's 33 landmarks, or none."""
