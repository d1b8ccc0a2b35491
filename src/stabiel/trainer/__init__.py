"""A live session, without a device or a window. In: frames. Out: lines, scenes, records."""
