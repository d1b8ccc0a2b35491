"""Tries an exercise file on a video. In: an exercise and a video. Out: its signals, and a chart."""
