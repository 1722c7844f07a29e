"""How the applicant wished to receive the result, as told when the dossier was filed online."""

import json
from dataclasses import dataclass

from motcua.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Wish:
    """`by` is a key of `filing_online.RESULT_WAYS`, empty where nothing was told; `address` for the post."""

    by: str = ""
    address: str = ""


def wish_of(dossier: Dossier) -> Wish:
    """The wish of a dossier; a desk's has words or nothing where an online one keeps what was told."""
    try:
        told = json.loads(dossier.answers or "{}")
    except ValueError:
        return Wish()
    wish = told.get("result") if isinstance(told, dict) else None
    return (
        Wish(str(wish.get("by") or ""), str(wish.get("address") or "")) if isinstance(wish, dict) else Wish()
    )
