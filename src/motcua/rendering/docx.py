"""Word documents from templates that an office can edit in its own word processor."""

import io
from collections.abc import Mapping
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


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
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
