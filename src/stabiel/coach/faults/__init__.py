"""Faults. In: readings in order of time. Out: when each fault began and ended."""
