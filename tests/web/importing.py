"""A plan's document, and how a control officer gives it to the house."""

from tests.web.house import ROOT
from tests.web.visitor import Visitor

_SEEDS = ROOT / "tests/seeds"
_SEED = _SEEDS / "plan_gio_chau_2024.txt"


_ABOUT = "Cải cách thủ tục hành chính trọng tâm"


def this_years_plan(words: str, about: str = _ABOUT) -> bytes:
    """A real commune's plan of 2024, told as if it were this year's; `words` make it a document of its own.

    A house that holds a plan about the same is asked whether this one revises it: a journey that is not about that
    question names another matter.
    """
    text = _SEED.read_text(encoding="utf-8").replace("2024", "2026").replace("2023", "2025")
    text = text.replace(_ABOUT, about, 1)
    return f"{text}\n{words}\n".encode()


def as_this_years(seed: str) -> bytes:
    """A real document of 2024 as if it were this year's, by the name of its file."""
    text = (_SEEDS / f"{seed}.txt").read_text(encoding="utf-8")
    return text.replace("2024", "2026").replace("2023", "2025").encode()


def hand_in(officer: Visitor, content: bytes, name: str = "ke-hoach-2026.txt") -> None:
    """Give a document to the import form."""
    officer.goto("/can-bo/ke-hoach")
    officer.page.set_input_files("[name=file]", {"name": name, "mimeType": "text/plain", "buffer": content})
    officer.page.locator("form:has([name=file]) button[type=submit]").click()
