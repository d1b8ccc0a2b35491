"""The computer: files of the program, atomic writes, cores, native libraries."""
