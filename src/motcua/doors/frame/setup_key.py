"""The one-time key of the first run: whoever can read the console of `motcua up` becomes administrator.

Without it, the first visitor of a fresh installation could. It lies beside the data, readable by the owner
only, until the first agency is founded.
"""

import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

# `motcua up` reads the file by this name without Django.
FILE_NAME = "khoa-cai-dat"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def ensure() -> str:
    """The key of this installation, made when there is none."""
    path = _path()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        key = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(key)
    return path.read_text().strip()


def exists() -> bool:
    """Whether a key waits to be used."""
    return _path().exists()


def matches(given: str) -> bool:
    """Whether a text is the key; case, blanks and hyphens do not matter. False when there is no key."""
    if not exists():
        return False
    return hmac.compare_digest(_plain(given), _plain(_path().read_text()))


def forget() -> None:
    """The key was used."""
    _path().unlink(missing_ok=True)


def _plain(text: str) -> bytes:
    return "".join(sign for sign in text.upper() if sign.isalnum()).encode()


def _path() -> Path:
    return Path(settings.HOME) / FILE_NAME
