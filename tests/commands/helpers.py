"""Helpers of the tests on commands: a separate process, one sentence, noisy pictures."""

import subprocess
import sys

import numpy as np


def stabiel(*arguments, **options):
    """Run the command in a separate process."""
    return subprocess.run(
        [sys.executable, "-m", "stabiel", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def analyze(*videos, out):
    return "analyze", *videos, "--exercise", "bridging", "--model", "lite", "--out", out


def one_sentence(err, *names):
    """Return whether the errors are one sentence from stabiel that contains these names."""
    (line,) = err.splitlines()
    return (
        line.startswith("stabiel: ")
        and line.endswith(".")
        and "Traceback" not in line
        and all(str(name) in line for name in names)
    )


def noise(index):
    return np.random.default_rng(index).integers(0, 255, (48, 64, 3), np.uint8)
