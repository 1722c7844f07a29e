"""What the storehouse asks of others: reading scans, signing, checking signatures, time stamps.

Adapters are plugged in `config`. Everything here is plain values.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from motcua.storehouse.enums import KeySource

Port = TypeVar("Port")


@dataclass(frozen=True, slots=True)
class Word:
    """A word read on a page: where it stands, in parts of the page (0–1) from the top left."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read in a scan: its words with their places, and a PDF with a text layer at `searchable`."""

    words: tuple[Word, ...]
    pages: tuple[str, ...]
    searchable: Path
    engine: str
    turned: tuple[int, ...] = ()
    """How far each page was turned to stand upright, in degrees."""


class Recogniser(Protocol):
    """Reads scans (OCR). Slow: called from jobs only."""

    def ready(self) -> str:
        """Empty when it can work; otherwise the reason in Vietnamese, shown on the page."""
        ...

    def recognise(
        self, pdf: Path, *, folder: Path, seconds: int, breathe: Callable[[], None] | None = None
    ) -> Recognised:
        """Read a PDF of page images, working in a folder. Raises `Refused` for what cannot be read.

        `breathe` is called every few seconds meanwhile; what it raises ends the reading.
        """
        ...


@dataclass(frozen=True, slots=True)
class KeyAccess:
    """How to reach a private key. `reference` names it within its source; `secret` is the PIN or password.

    `certificate` and `chain` are DER. PKCS#12: `material` is the file. PKCS#11: `reference` is
    `token label/key id in hexadecimal`. Remote: the credential's name at the service.
    """

    source: KeySource
    reference: str = ""
    material: bytes = b""
    secret: str = ""
    certificate: bytes = b""
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyOffer:
    """A key found in a file or on a token, before it is registered."""

    reference: str
    certificate: bytes
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What a signature shows: a PDF page drawn at `left`, `top` of a page, in points from its top left.

    `page` counts from 0, -1 is the last. With `above` (a name printed in the document) it stands above
    the last place where that text is found, and where given only if the text is not there.
    """

    drawing: bytes
    width: float
    height: float
    page: int = 0
    left: float = 0
    top: float = 0
    above: str = ""
    shift: float = 0
    """Points to the right of the middle of that text (negative: to the left), as a seal stands beside a name."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates to trust (roots) and to build paths with, lists of the revoked; all DER."""

    roots: tuple[bytes, ...] = ()
    others: tuple[bytes, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How a document is to be signed. `fetch`: revocation may be asked of the authority over the network."""

    reason: str = ""
    place: str = ""
    look: Look | None = None
    time_stamp: bool = False
    validation_data: bool = False
    trust: Trust = field(default_factory=Trust)
    fetch: bool = True


@dataclass(frozen=True, slots=True)
class SignedAs:
    """What a signature got: `notes` are Vietnamese, on what was wished for and could not be had."""

    signed_at: datetime
    time_stamped: bool
    validation_data: bool
    notes: tuple[str, ...] = ()


class OpenKey(Protocol):
    """A key that is ready to sign, one document after the other."""

    def sign(self, document: BinaryIO, out: BinaryIO, wish: Wish) -> SignedAs:
        """Write the document with one more signature. Refuses what cannot be signed, with the reason."""
        ...


class Signer(Protocol):
    """Signs PDF documents (PAdES)."""

    def ready(self, source: KeySource) -> str:
        """Empty when keys of this source can be used here; otherwise the reason in Vietnamese."""
        ...

    def look_into_file(self, material: bytes, password: str) -> KeyOffer:
        """The key of a PKCS#12 file. Refuses a wrong password and what is no such file."""
        ...

    def look_into_token(self, token: str, pin: str) -> tuple[KeyOffer, ...]:
        """Keys on a PKCS#11 token that have a certificate. Refuses an absent token and a wrong PIN."""
        ...

    def look_into_service(self, user: str) -> tuple[KeyOffer, ...]:
        """Keys a remote service holds for one of its users. Refuses an unknown user and a service that does not answer."""
        ...

    def open_key(self, access: KeyAccess) -> AbstractContextManager[OpenKey]:
        """Sign in to a key for a while. Refuses when it is not to be had."""
        ...


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature in a document, in the order they were made. `problems` are Vietnamese.

    `intact`: what was signed has not changed. `later`: what came after is allowed (other signatures, validation
    data) or not. `trusted` None: no root to judge by. `proven_at`: from a trusted time stamp, else None.
    """

    signer: str
    organisation: str
    title: str
    issuer: str
    serial: str
    signed_at: datetime | None
    proven_at: datetime | None
    intact: bool
    later_allowed: bool
    whole: bool
    trusted: bool
    revoked_at: datetime | None
    expired: bool
    validation_data: bool
    valid_from: datetime
    valid_to: datetime
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Intact, unchanged since, trusted, not revoked, in force when it was made."""
        return (
            self.intact and self.later_allowed and self.trusted and not self.revoked_at and not self.expired
        )


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found in an uploaded document."""

    signatures: tuple[SignatureFound, ...]
    pages: int
    changed_after: bool
    """Whether something was added after the last signature that signatures do not allow."""

    @property
    def broken(self) -> bool:
        """Something is wrong for certain: changed after signing, or signed with a revoked certificate."""
        return self.changed_after or any(
            not each.intact or not each.later_allowed or each.revoked_at is not None
            for each in self.signatures
        )

    @property
    def good(self) -> bool:
        """At least one signature, all of them good, nothing changed afterwards."""
        return bool(self.signatures) and all(each.good for each in self.signatures) and not self.changed_after


class Checker(Protocol):
    """Checks signatures of documents from anywhere."""

    def check(self, document: Path, *, trust: Trust, now: datetime, folder: Path) -> CheckReport:
        """Every signature of a PDF. Raises `Refused` for what is no PDF or cannot be read; bounded in time."""
        ...


class TimeStamp(Protocol):
    """A trusted time stamp (RFC 3161)."""

    def answer(self, request: bytes) -> bytes:
        """The service's answer (DER) to a request (DER). Raises `Refused` when it does not answer."""
        ...


class RemoteKeys(Protocol):
    """A service that signs with keys it holds (a mobile SIM, a cloud signature): the digest goes, the signature comes."""

    def keys_of(self, user: str) -> tuple[KeyOffer, ...]:
        """Keys of a user of the service; `reference` is the credential's name there. Raises `Refused`."""
        ...

    def sign(self, credential: str, digest: bytes, *, algorithm: str, secret: str) -> bytes:
        """The raw signature of a SHA-256 digest. Raises `Refused` when refused or out of time."""
        ...


@dataclass(slots=True)
class _Plugged:
    recogniser: Recogniser | None = None
    signer: Signer | None = None
    checker: Checker | None = None


_plugged = _Plugged()


def plug(
    *, recogniser: Recogniser | None = None, signer: Signer | None = None, checker: Checker | None = None
) -> None:
    """Called by `config.plugs`; what is left out stays as it is."""
    _plugged.recogniser = recogniser or _plugged.recogniser
    _plugged.signer = signer or _plugged.signer
    _plugged.checker = checker or _plugged.checker


def recogniser() -> Recogniser | None:
    """Who reads scans; None where nobody does."""
    return _plugged.recogniser


def signer() -> Signer:
    """Who signs."""
    return _there(_plugged.signer)


def checker() -> Checker:
    """Who checks signatures."""
    return _there(_plugged.checker)


def _there(port: Port | None) -> Port:
    if port is None:
        raise LookupError("chưa nối chương trình ký số")
    return port


def texts_of(words: Iterable[Word], pages: int) -> tuple[str, ...]:
    """The words of each page as one text."""
    told: list[list[str]] = [[] for _ in range(pages)]
    for word in words:
        told[word.page].append(word.text)
    return tuple(" ".join(page) for page in told)
