"""Measures. In: landmarks. Out: named angles, distances and heights, or why not visible."""
