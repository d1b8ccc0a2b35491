"""Groups of commands. In: a parser. Out: its commands, each with what runs it.

Heavy packages are imported where a command runs, so that `--help` answers at once.
"""
