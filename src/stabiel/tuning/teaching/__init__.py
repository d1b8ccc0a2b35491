"""Learns an exercise from a demonstration. In: recorded landmarks. Out: an exercise file."""
