"""What was done. In: poses in order of time. Out: a session, with its cues."""
