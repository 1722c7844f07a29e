"""Calling a task in a process of its own: bounded time and memory, one JSON request, one JSON answer."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motcua.kernel.refusals import Refused

MARK = "motcua-answer:"
_BREATH = 10.0  # seconds
_TOO_LONG = (
    "Tệp này cần quá nhiều thời gian để xử lý. Hãy chia thành các tệp nhỏ hơn hoặc quét lại, rồi gửi lại."
)
_TOO_BIG = "Tệp này cần quá nhiều bộ nhớ để xử lý. Hãy giảm độ phân giải hoặc chia thành các tệp nhỏ hơn, rồi gửi lại."
_BROKEN = (
    "Không đọc được tệp này: nội dung hỏng hoặc không đúng chuẩn. Hãy tạo lại tệp từ bản gốc, rồi gửi lại."
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a task may use: seconds of wall clock, memory of each of its processes in MiB."""

    seconds: int = 120
    megabytes: int = 3072


def call(
    task: str,
    request: Mapping[str, Any],
    *,
    within: Bounds,
    folder: Path,
    breathe: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Run a task `package.module:function` on a request of plain JSON values; its answer.

    `folder` is where the task works and leaves files. `breathe` is called every few seconds meanwhile; what it raises
    ends the task. Raises Refused with what the task said of the file, or
    when it used more than its bounds or died of the file.
    """
    command = [sys.executable, "-m", "motcua.storehouse.workshop", task, str(within.megabytes)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # libraries print what they read there: it may be personal
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        told = _awaited(process, json.dumps(request).encode(), within.seconds, breathe)
    except subprocess.TimeoutExpired as late:
        raise Refused(_TOO_LONG, field="file", code="too_long") from late
    finally:
        _end(process)
    return _answer(told.decode("utf-8", "replace"), process.returncode)


def _awaited(
    process: "subprocess.Popen[bytes]", request: bytes, seconds: int, breathe: Callable[[], None] | None
) -> bytes:
    if breathe is None:
        return process.communicate(request, timeout=seconds)[0]
    ends, given = time.monotonic() + seconds, request or None
    while True:
        left = ends - time.monotonic()
        try:
            return process.communicate(given, timeout=max(0.0, min(_BREATH, left)))[0]
        except subprocess.TimeoutExpired:
            if left <= _BREATH:
                raise
        given = None  # Popen keeps what it has not handed over yet
        breathe()


def _answer(told: str, status: int) -> dict[str, Any]:
    line = next((line for line in reversed(told.splitlines()) if line.startswith(MARK)), "")
    if not line:
        killed = status in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGXCPU)
        raise Refused(_TOO_BIG if killed else _BROKEN, field="file", code="too_big" if killed else "broken")
    answer: dict[str, Any] = json.loads(line.removeprefix(MARK))
    if "refused" in answer:
        words = {"memory": _TOO_BIG, "broken": _BROKEN}.get(answer["refused"], answer["refused"])
        raise Refused(words, field="file", code=answer.get("code") or "broken")
    return answer


def _environment(folder: Path) -> dict[str, str]:
    """Little is handed on: no keys, no addresses of databases."""
    kept = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "TESSDATA_PREFIX")
    given = {name: os.environ[name] for name in kept if name in os.environ}
    source = str(Path(__file__).resolve().parents[3])
    return given | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": os.pathsep.join(part for part in (source, given.get("PYTHONPATH", "")) if part),
        # One thread each: two cores serve the desk as well.
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The task and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
