"""Typst templates to PDF/A, about a millisecond a page once warm.

Only fonts that come with typst are used, so that a slip looks the same on every machine. Of those,
«Libertinus Serif» has all Vietnamese letters. Values are data: no text of a citizen is ever read as markup.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import typst

MAIN = "main.typ"
VALUES = "values.json"
_PACKAGE = re.compile(r"""["']@[\w-]+/""")


def render(
    template: str,
    values: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    made_at: datetime | None = None,
) -> bytes:
    """A PDF/A-2b from a typst template, which reads `json("values.json")` and the named files.

    `values` must be plain JSON values. The same input with the same `made_at` (aware) gives the same bytes.
    Raises ValueError for a template that imports a package from the network or that typst warns about
    (such as an unknown font), and typst.TypstError, with place and reason, for one that does not compile.
    """
    if _PACKAGE.search(template):
        raise ValueError("mẫu không được tải gói ngoài")
    sources: dict[str, bytes] = {
        **(files or {}),
        VALUES: json.dumps(values, ensure_ascii=False).encode(),
        MAIN: template.encode(),
    }
    document, warnings = typst.compile_with_warnings(
        sources,  # type: ignore[call-overload]  # the binding takes a mapping of files; its stub does not say so
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        timestamp=int(made_at.timestamp()) if made_at else None,
    )
    if warnings:
        raise ValueError(f"mẫu có cảnh báo: {warnings[0].message}")
    return bytes(document)


def draw_sheet(
    resolved: Mapping[str, Any], *, files: Mapping[str, bytes] | None = None, made_at: datetime | None = None
) -> bytes:
    """A PDF/A from a resolved sheet (`sheet.resolve`, `read_docx.resolve`) and its pictures by name."""
    return render(_sheet(), resolved, files=files, made_at=made_at)


@cache
def _sheet() -> str:
    return (resources.files("motcua.rendering") / "sheet.typ").read_text("utf-8")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
