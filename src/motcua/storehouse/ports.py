"""What the storehouse asks of others: reading scans, signing, time stamps.

Adapters are plugged in `config`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read in a scan: its text page by page, and a PDF with a text layer."""

    pages: tuple[str, ...]
    searchable_pdf: bytes
    engine: str
    confidence: float | None = None
    """Mean confidence of the words, 0–1; None when the engine gives none."""


class Recogniser(Protocol):
    """Reads scans (OCR). Slow: called from jobs only."""

    def ready(self) -> str:
        """Empty when it can work; otherwise the reason in Vietnamese, shown on the page."""
        ...

    def recognise(self, content: bytes, *, kind: str) -> Recognised:
        """Read a PDF or an image; `kind` is its media type. Raises `Refused` for what cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """One signature found in a document."""

    signer: str
    signed_at: datetime | None
    valid: bool
    covers_all: bool
    problems: tuple[str, ...] = field(default=())


class Signer(Protocol):
    """Signs PDF documents (PAdES) and checks signatures."""

    def sign(self, pdf: bytes, *, key: str, reason: str, visible: bool = False) -> bytes:
        """The document with one more signature. `key` names a key that the adapter knows.

        `visible` puts name and time at the top left of page 1 (TT 01/2023 Điều 8).
        """
        ...

    def check(self, pdf: bytes) -> tuple[SignatureCheck, ...]:
        """Every signature in the document, in the order they were made; none is an empty tuple."""
        ...


class TimeStamp(Protocol):
    """A trusted time stamp (RFC 3161)."""

    def stamp(self, digest: bytes) -> bytes:
        """The token over a SHA-256 digest. Raises `Refused` when the service does not answer."""
        ...
