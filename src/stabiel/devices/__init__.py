"""Real devices behind the trainer's ports: cameras, voices, tones, the video recorder."""
