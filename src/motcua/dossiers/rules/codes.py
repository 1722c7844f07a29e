"""Dossier codes: made by the pattern of the day (TT 01/2018 Điều 19; TT 03/2025), read leniently. Pure."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

from motcua.dossiers.rules.snapshot import Snapshot

# What running systems print: a unit code, a six- or eight-digit day, four to seven digits of sequence.
_LENIENT = re.compile(r"^[A-Z0-9.]+-(\d{6}|\d{8})-\d{4,7}$")
# The same in a line: on a receipt's QR code words stand before it, and the next line may follow at once.
_WITHIN = re.compile(r"(?<![A-Z0-9.-])[A-Z0-9][A-Z0-9.]*-(?:\d{6}|\d{8})-\d{4,7}(?![0-9-])")
# As people copy it: blanks or long dashes for hyphens, the letter O for nought, I and L for one.
_COPIED = re.compile(r"([A-Z0-9][A-Z0-9.]*)[ -]+([0-9OIL]{6}|[0-9OIL]{8})[ -]+([0-9OIL]{4,7})")
_DIGITS = str.maketrans("OIL", "011")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_TRACKING = re.compile(r"[A-Z0-9]{12}")
# In groups of four; no tracking number holds the letters and digits that are mistaken for one another.
_IN_GROUPS = re.compile(r"[2-9A-HJKMNP-Z]{4}([ -][2-9A-HJKMNP-Z]{4}){2}")
# Where our own addresses name a dossier: in the address of a slip, else as its last part.
_ASKED = "ma"


def format_code(pattern: str, unit: str, day: date | None, number: int) -> str:
    """A code by a pattern such as `{unit}-{day:%y%m%d}-{number:04d}`."""
    return pattern.format(unit=unit, day=day, number=number)


def looks_like_code(text: str) -> bool:
    """Whether a text could be a dossier code of any system."""
    return _LENIENT.match(text.strip().upper()) is not None


def code_in(text: str) -> str:
    """The dossier code or tracking number that somebody typed, copied or scanned; empty when there is none.

    A scanner gives the line of a receipt's QR code («Mã hồ sơ: H99.101-251120-0012») or an address of ours; people
    write «h99.101 251120 0012», telephones turn hyphens into dashes.
    """
    line = _DASHES.sub("-", _named_by_address(text.strip())).upper()
    if found := _WITHIN.search(line):
        return found.group()
    if copied := _COPIED.fullmatch(" ".join(line.split())):
        unit, day, number = copied.groups()
        return f"{unit}-{day.translate(_DIGITS)}-{number.translate(_DIGITS)}"
    if _TRACKING.fullmatch(line):
        return "" if line.isdigit() else line  # twelve digits are somebody's identity number
    # Three words of four letters may be a name.
    grouped = _IN_GROUPS.fullmatch(line) and any(sign.isdigit() for sign in line)
    return re.sub("[ -]", "", line) if grouped else ""


def _named_by_address(text: str) -> str:
    try:
        address = urlsplit(text)
    except ValueError:  # square brackets that are no address
        return text
    if address.scheme.lower() not in ("http", "https"):
        return text
    return (parse_qs(address.query).get(_ASKED) or [unquote(address.path).rstrip("/").rpartition("/")[2]])[0]


def with_code(dossier: Snapshot, code: str) -> Snapshot:
    """The snapshot carrying its code."""
    return replace(dossier, code=code)
