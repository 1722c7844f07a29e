"""Dossier codes: made by the pattern of the day (TT 01/2018 Điều 19; TT 03/2025), read leniently. Pure."""

import re
from dataclasses import replace
from datetime import date

from motcua.dossiers.rules.snapshot import Snapshot

# What running systems print: a unit code, a six- or eight-digit day, four to seven digits of sequence.
_LENIENT = re.compile(r"^[A-Z0-9.]+-(\d{6}|\d{8})-\d{4,7}$")


def format_code(pattern: str, unit: str, day: date | None, number: int) -> str:
    """A code by a pattern such as `{unit}-{day:%y%m%d}-{number:04d}`."""
    return pattern.format(unit=unit, day=day, number=number)


def looks_like_code(text: str) -> bool:
    """Whether a text could be a dossier code of any system."""
    return _LENIENT.match(text.strip().upper()) is not None


def with_code(dossier: Snapshot, code: str) -> Snapshot:
    """The snapshot carrying its code."""
    return replace(dossier, code=code)
