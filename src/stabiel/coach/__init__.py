"""What happened. In: bodies in order of time. Out: repetitions, holds, attempts, faults."""
