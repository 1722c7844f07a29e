"""What an online filing told beside its papers: the form that was answered, how the result is wished for."""

import json
from dataclasses import dataclass
from typing import Any

from motcua.catalogue.eforms.keeping import form_numbered
from motcua.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Wish:
    """`by` is a key of `filing_online.RESULT_WAYS`, empty where nothing was told; `address` for the post."""

    by: str = ""
    address: str = ""


def wish_of(dossier: Dossier) -> Wish:
    """How the result of a dossier is wished for."""
    wish = _told(dossier).get("result")
    return (
        Wish(str(wish.get("by") or ""), str(wish.get("address") or "")) if isinstance(wish, dict) else Wish()
    )


def form_title(dossier: Dossier) -> str:
    """The form that was answered on the page; empty for a dossier that came without one."""
    stored = form_numbered(_told(dossier).get("eform"))
    return stored.form.title if stored else ""


def _told(dossier: Dossier) -> dict[str, Any]:
    """A desk's dossier has words or nothing where an online one keeps what was told."""
    try:
        told = json.loads(dossier.answers or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
