"""Accuracy and speed, measured on this machine."""
