"""The keys of an installation: made once, kept in `MOTCUA_HOME/keys`, readable by the owner only."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Keys:
    """`django` signs sessions; `sealing` maps key ids to AES keys (hex), the last one seals new values;
    `blind_index` finds sealed values by HMAC."""

    django: str
    sealing: dict[str, str]
    blind_index: str


def read_keys(folder: Path) -> Keys:
    """The keys of this installation; made on first use.

    Losing them loses every identity number and phone in the database: `motcua backup` carries them.
    """
    path = folder / "keys.json"
    if not path.exists():
        _make(path)
    content = json.loads(path.read_text())
    return Keys(content["django"], content["sealing"], content["blind_index"])


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {
        "django": secrets.token_urlsafe(48),
        "sealing": {"1": secrets.token_hex(32)},
        "blind_index": secrets.token_hex(32),
    }
    # Written aside and linked: two first starts at once must agree on one set of keys.
    aside = path.with_name(f"keys.{os.getpid()}.new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
