"""Languages and words. In: keys, numbers, times. Out: texts in Dutch and English."""
