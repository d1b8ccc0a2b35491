"""Stand-ins for the analysis process. In: a job. Out: messages, like those of the real one."""

import os
import subprocess
import sys
import time
from multiprocessing.connection import Connection

from stabiel.store import DataFolder, Store
from stabiel.web.jobs import Advanced, AnalysisJob, JobDone, Keeping, SearchDone
from tests.records import ABOUT, WHOLE


def at_once(job: AnalysisJob, messages: Connection, life: Connection) -> None:
    """Keep a session under the label."""
    assert job.video.read_bytes()
    with Store(DataFolder(job.data)) as store, store.begin(ABOUT) as keeper:
        messages.send(Keeping(keeper.session_id))
        keeper.finish(WHOLE)
    messages.send(JobDone(keeper.session_id))


def half_way(job: AnalysisJob, messages: Connection, life: Connection) -> None:
    """Begin to keep a session, start a helper, and run forever."""
    os.setsid()
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (job.folder / "out").mkdir()
    (job.folder / "out" / "annotated.mp4").write_bytes(b"half a video")
    with Store(DataFolder(job.data)) as store:
        keeper = store.begin(ABOUT)
        keeper.video.write_bytes(b"half a video")
        messages.send(Keeping(keeper.session_id))
    (job.data / "helper.txt").write_text(str(helper.pid))
    messages.send(Advanced(0.5))
    time.sleep(600)


def dies(job: AnalysisJob, messages: Connection, life: Connection) -> None:
    """Die while a session is being saved, as an attacked decoder may."""
    with Store(DataFolder(job.data)) as store:
        keeper = store.begin(ABOUT)
        messages.send(Keeping(keeper.session_id))
    os._exit(11)


def raises(job: AnalysisJob, messages: Connection, life: Connection) -> None:
    """Fail for an unexpected reason."""
    raise RuntimeError(job.label)


def looks(job: AnalysisJob, messages: Connection, life: Connection) -> None:
    """Look at the video for ever; nothing is saved yet."""
    messages.send(Advanced(0.5))
    time.sleep(600)


def searches(job: AnalysisJob, messages: Connection, life: Connection) -> None:
    """Keep two sessions that were found in the video; among those of a plan, die after both."""
    with Store(DataFolder(job.data)) as store:
        for _ in range(2):
            with store.begin(ABOUT) as keeper:
                messages.send(Keeping(keeper.session_id))
                keeper.finish(WHOLE)
    if job.find == "plan":
        os._exit(11)
    messages.send(SearchDone({"en": {"headline": "2 exercises found."}}))
