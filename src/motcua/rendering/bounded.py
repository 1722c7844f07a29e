"""Uploaded documents are filled and drawn in a process of its own, with little memory and little time.

    filled = fill(template, values, images=…, known=…)      # the docx, its PDF/A, and what was not drawn
    drawn = draw(document)                                   # an edited document as PDF/A

The child (`bounded_child`) has no Django, no settings and no keys; what comes in and goes out is
one JSON line. Raises Fault with Vietnamese words and the place, also when memory or time ran out.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 10
WALL_SECONDS = 20


class Fault(ValueError):  # noqa: N818 - what is wrong with a document, for people
    """A template or document that cannot be used; `place` is where, as far as it is known."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{message} Chỗ sai: {place}" if place else message)
        self.message, self.place = message, place


@dataclass(frozen=True, slots=True)
class Filled:
    """A document and its PDF/A; `unread` names what the PDF leaves out."""

    docx: bytes
    pdf: bytes
    unread: tuple[str, ...] = ()


def fill(
    template: bytes,
    values: Mapping[str, Any],
    *,
    images: Mapping[str, tuple[bytes, float]] | None = None,
    known: Mapping[str, tuple[str, ...]] | None = None,
    made_at: datetime | None = None,
    seconds: int = CPU_SECONDS,
) -> Filled:
    """A template with its values put in. `known` (name → names of its rows) lets an unknown field be told by name.

    `seconds` of processor at most, twice as long by the clock: more for what has a thousand rows.
    """
    pictures = {name: [coded(content), width] for name, (content, width) in (images or {}).items()}
    return _ask(
        {"template": coded(template), "values": dict(values), "images": pictures, "known": known},
        made_at,
        seconds,
    )


def draw(document: bytes, *, made_at: datetime | None = None) -> Filled:
    """A finished document as PDF/A."""
    return _ask({"document": coded(document)}, made_at, CPU_SECONDS)


def _ask(wish: dict[str, Any], made_at: datetime | None, seconds: int) -> Filled:
    wish["seconds"] = seconds
    wish["made_at"] = made_at.timestamp() if made_at else None
    package_root = Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory(prefix="motcua-doc-") as nowhere:
        environment = {
            "PYTHONPATH": str(package_root), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": nowhere,
            "RAYON_NUM_THREADS": "1",
        }  # fmt: skip
        try:
            ended = subprocess.run(
                [sys.executable, "-m", "motcua.rendering.bounded_child"],
                input=json.dumps(wish).encode(),
                capture_output=True,
                timeout=seconds * WALL_SECONDS / CPU_SECONDS,
                cwd=nowhere,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise Fault(_too_long(seconds)) from late
    try:
        answer = json.loads(ended.stdout)
    except ValueError as dead:
        raise Fault(_too_long(seconds) if ended.returncode in (-24, -9) else TOO_MUCH) from dead
    if "fault" in answer:
        raise Fault(answer["fault"], answer.get("place", ""))
    return Filled(base64.b64decode(answer["docx"]), base64.b64decode(answer["pdf"]), tuple(answer["unread"]))


def _too_long(seconds: int) -> str:
    return f"Mẫu chạy quá {seconds} giây: có thể có vòng lặp không dừng. Xem lại các chỗ «for» trong mẫu."


TOO_MUCH = f"Mẫu dùng quá {MEMORY_BYTES >> 20} MB bộ nhớ. Giảm cỡ ảnh, xem lại các chỗ «for» trong mẫu."


def coded(content: bytes) -> str:
    """Bytes as the letters of a JSON line."""
    return base64.b64encode(content).decode()
