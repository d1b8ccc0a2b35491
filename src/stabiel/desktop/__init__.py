"""The window of `stabiel live`."""
