"""What was done. In: poses in time order. Out: a session, with its cues."""
