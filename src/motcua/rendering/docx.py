"""Word documents from templates that an office can edit in its own word processor."""

import io
from collections.abc import Mapping
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def _stand_tight(document: DocxTemplate) -> None:
    """No space around a picture in a line: where none is named some word processors add three millimetres at each
    side, and a code then lies over the words beside it."""
    for picture in document.docx.element.body.iter(qn("wp:inline")):
        for side in ("distT", "distB", "distL", "distR"):
            picture.set(side, "0")


def fill(
    template: bytes,
    values: Mapping[str, Any],
    *,
    images: Mapping[str, tuple[bytes, float]] | None = None,
) -> bytes:
    """A docx from a docx with `{{ names }}`; `images` are PNGs with their width in millimetres.

    The template runs in Jinja's sandbox: it can print values and loop over them, and reach nothing else.
    Raises jinja2.TemplateError when it names what is not there, or tries more than the sandbox allows.
    """
    document = DocxTemplate(io.BytesIO(template))
    pictures = {
        name: InlineImage(document, io.BytesIO(content), width=Mm(width))
        for name, (content, width) in (images or {}).items()
    }
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document.render({**values, **pictures}, jinja_env=sandbox, autoescape=True)
    _stand_tight(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
