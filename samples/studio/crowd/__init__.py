"""People and clips at random, for measuring on people that no rule was tuned for."""
