"""The commands, a module per group. In: a parser. Out: its commands and the functions they run.

Heavy packages are imported inside the functions, so that `--help` answers at once.
"""
