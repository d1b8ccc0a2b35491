"""An offline session. In: a video file. Out: a folder with its results."""
