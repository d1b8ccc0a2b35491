"""The stages of a session, one object each. In: judgments and time. Out: lines and moves."""
