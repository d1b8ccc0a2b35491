"""The loop of physiocore over a video file. In: a video. Out: a line of JSON with what it took.

It is the nearest program of this kind that is published; its loop counts bridges without a screen,
and neither decodes ahead nor writes anything. It runs in an environment of its own, with
mediapipe 0.10.21, numpy 1 and Python 3.10 (0.3.5 asks for 3.11.0 at most); this file imports
nothing else:

    python3.10 -m venv V && V/bin/pip install --ignore-requires-python physiocore==0.3.5
    python -m benchmarks.speed --peer V/bin/python
"""

import json
import sys
import time

import mediapipe as mp

_Pose = mp.solutions.pose.Pose


def _bundled(**options: object) -> object:
    """Make the pose object for the model that comes with mediapipe, which is the `full` one.

    At import physiocore makes one for `heavy` too, which would have to be downloaded; its loop
    never uses it.
    """
    return _Pose(**{**options, "model_complexity": 1})


mp.solutions.pose.Pose = _bundled

from physiocore import bridging  # noqa: E402 - it makes its pose objects when it is imported


def main() -> None:
    """Count, and say what it took."""
    video = sys.argv[1]
    sys.argv = sys.argv[:1]  # it reads options of its own there
    bridging.announceForCount = lambda count: None  # it has a voice
    tracker = bridging.BridgingTracker(test_mode=True)
    began_s = time.perf_counter()
    count = tracker.process_video(video, display=False)
    print(json.dumps({"took_s": round(time.perf_counter() - began_s, 3), "count": count}))


if __name__ == "__main__":
    main()
