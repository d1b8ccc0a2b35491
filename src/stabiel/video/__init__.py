"""Frames. In: video files. Out: images with their own times, and videos written."""
