"""The called side: ocrmypdf makes a searchable PDF, whose words are read back with their places."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from motcua.kernel.refusals import Refused
from motcua.storehouse.workshop.words import words_of

_REFUSALS = {
    3: "Máy chủ thiếu chương trình mà ocrmypdf cần. Báo quản trị viên.",
    2: "Không đọc được tệp này: nội dung hỏng hoặc không đúng chuẩn. Hãy quét lại.",
    8: "Tệp đặt mật khẩu nên không nhận dạng được. Hãy bỏ mật khẩu rồi gửi lại.",
}


def options(jobs: int) -> list[str]:
    """How ocrmypdf is run. Never --skip-text: with Ghostscript 10 it loses the text that was there."""
    return [
        "--language", "vie", "--output-type", "auto", "--rotate-pages", "--deskew", "--jobs", str(jobs),
        "--tesseract-timeout", "120", "--max-image-mpixels", "120", "--quiet",
    ]  # fmt: skip


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Request: `source`, `folder`, `jobs`. Answer: `searchable`, `words`, `pages`, `engine`."""
    source, folder = Path(request["source"]), Path(request["folder"])
    target = folder / "searchable.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "ocrmypdf", *options(int(request["jobs"])), str(source), str(target)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 6:  # there is text already: only images on its pages are read
        done = _redo(source, target, int(request["jobs"]))
    if done.returncode or not target.exists():
        reason = _REFUSALS.get(done.returncode, "Nhận dạng chữ không thành công. Hãy quét lại rõ hơn.")
        raise Refused(reason, field="file", code="ocr_failed")
    words, pages = words_of(target)
    return {"searchable": str(target), "words": words, "pages": pages, "engine": "ocrmypdf, Tesseract vie"}


def _redo(source: Path, target: Path, jobs: int) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "ocrmypdf", "--language", "vie", "--output-type", "auto", "--redo-ocr",
         "--jobs", str(jobs), "--quiet", str(source), str(target)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
