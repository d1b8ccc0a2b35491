"""Trying an exercise file. In: an exercise and a video. Out: its signals, and a chart."""
