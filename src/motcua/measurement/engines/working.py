"""The export as background work, in a process of its own: the worker stays as small as it was."""

import re
import subprocess
import sys

from motcua.jobs.queue import Report, Result

_STEP = re.compile(r"\s*(\d+)/(\d+): (.+)")


def export_apart(report: Report) -> Result:
    """Run `motcua measure export` and pass on how far it is; raises with its last words when it fails."""
    words = [sys.executable, "-m", "motcua.doors.commands.main", "measure", "export"]
    said = ""
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None  # noqa: S101 - asked for
        try:
            for line in process.stderr:
                said = line.strip() or said
                if step := _STEP.fullmatch(line.rstrip("\n")):
                    report(int(step[1]), int(step[2]), step[3][:200])
        except BaseException:
            process.kill()  # the job was cancelled or taken by another
            raise
    if process.returncode:
        raise RuntimeError(said[-500:])
    return {"said": said}
