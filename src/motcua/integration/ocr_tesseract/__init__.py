"""Reading scans with ocrmypdf and Tesseract's Vietnamese: bounded, one at a time on a machine."""

import fcntl
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

from motcua.kernel.refusals import Refused
from motcua.storehouse.ports import Recognised, Word, texts_of
from motcua.storehouse.workshop.bounded import Bounds, call

_TASK = "motcua.integration.ocr_tesseract.reading:read"
_LOOK_AGAIN = 0.2
_ABSENT = (
    "Máy chủ chưa cài Tesseract nên chưa nhận dạng được chữ; bản quét vẫn được lưu, thông tin nhập bằng tay."
)
_NO_VIETNAMESE = "Tesseract trên máy chủ chưa có tiếng Việt (gói tesseract-ocr-vie); bản quét vẫn được lưu."


class TesseractRecogniser:
    """The Recogniser port. `lock`: a file that only one reading on this machine holds."""

    def __init__(self, lock: Path, *, jobs: int = 2) -> None:
        self._lock, self._jobs = lock, jobs

    def ready(self) -> str:
        """Empty when Tesseract and its Vietnamese are there."""
        return _ready(shutil.which("tesseract") or "")

    def recognise(
        self, pdf: Path, *, folder: Path, seconds: int, breathe: Callable[[], None] | None = None
    ) -> Recognised:
        """Read a PDF of page images."""
        if reason := self.ready():
            raise Refused(reason, code="ocr_off")
        request = {"source": str(pdf.resolve()), "folder": str(folder.resolve()), "jobs": self._jobs}
        with _alone(self._lock, breathe):
            within = Bounds(seconds=seconds, megabytes=4096)
            answer = call(_TASK, request, within=within, folder=folder, breathe=breathe)
        words = tuple(Word(*values) for values in answer["words"])
        return Recognised(
            words=words,
            pages=texts_of(words, answer["pages"]),
            searchable=Path(answer["searchable"]),
            engine=answer["engine"],
        )


@cache
def _ready(program: str) -> str:
    if not program:
        return _ABSENT
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20)
    return "" if "vie" in told.stdout.split() else _NO_VIETNAMESE


@contextmanager
def _alone(path: Path, breathe: Callable[[], None] | None) -> Iterator[None]:
    """One reading at a time on this machine, whichever worker does it: others wait in line, and breathe."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        while not _held(file):
            if breathe is not None:
                breathe()
            time.sleep(_LOOK_AGAIN)
        yield


def _held(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
