"""The computer underneath: files of the program, whole writes, cores, native libraries."""
