"""Runs the loop of physiocore over a video file. In: a video. Out: a line of JSON with the time.

physiocore is the most similar published program. Its loop counts bridges without a screen; it
neither decodes ahead nor writes anything. It runs in its own environment, with mediapipe 0.10.21,
numpy 1 and Python 3.10 (version 0.3.5 needs Python 3.11.0 or older). This file needs nothing else:

    python3.10 -m venv V && V/bin/pip install --ignore-requires-python physiocore==0.3.5
    python -m benchmarks.speed --peer V/bin/python
"""

import json
import sys
import time

import mediapipe as mp

_Pose = mp.solutions.pose.Pose


def _bundled(**options: object) -> object:
    """Make the pose object for the model that comes with mediapipe, which is `full`.

    On import, physiocore also makes one for `heavy`, which would have to be downloaded and which
    its loop never uses.
    """
    return _Pose(**{**options, "model_complexity": 1})


mp.solutions.pose.Pose = _bundled

from physiocore import bridging  # noqa: E402 - it makes its pose objects on import


def main() -> None:
    """Count, and print the time that it took."""
    video = sys.argv[1]
    sys.argv = sys.argv[:1]  # it parses its own options from there
    bridging.announceForCount = lambda count: None  # otherwise it speaks
    tracker = bridging.BridgingTracker(test_mode=True)
    began_s = time.perf_counter()
    count = tracker.process_video(video, display=False)
    print(json.dumps({"took_s": round(time.perf_counter() - began_s, 3), "count": count}))


if __name__ == "__main__":
    main()
