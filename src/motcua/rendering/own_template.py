"""Filling a docx template that somebody wrote: every mistake is told in Vietnamese, with the words around it."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from motcua.rendering import docx
from motcua.rendering.bounded import Fault

_ONLY = "Trong mẫu chỉ ghi tên trường, «for» và «if»."
Known = Mapping[str, tuple[str, ...] | list[str]]


def fill_checked(
    template: bytes, values: Mapping[str, Any], images: Mapping[str, tuple[bytes, float]], known: Known | None
) -> bytes:
    """A docx from a docx. Raises Fault for fields nobody knows, for broken marks, and for what the sandbox forbids."""
    try:
        opened = Document(io.BytesIO(template))
    except (KeyError, ValueError, AttributeError) as fault:
        raise Fault("Không mở được tệp Word này. Mở bằng Word, lưu lại dạng .docx rồi gửi lại.") from fault
    if known is not None:
        _only_known(template, opened, known)
    try:
        return docx.fill(template, values, images=images)
    except SecurityError as fault:
        raise Fault(
            "Mẫu gọi tới chỗ không được phép. Trong mẫu chỉ ghi tên trường, «for» và «if».",
            _place(opened, "__"),
        ) from fault
    except TemplateSyntaxError as fault:
        raise Fault(f"Dấu trường viết sai: {_syntax(fault)}.", _place_of(opened, fault)) from fault
    except UndefinedError as fault:
        name = str(fault).rsplit(" ", 1)[-1].strip("'\"")
        raise Fault(f"Mẫu dùng trường không có: «{name}».", _place(opened, name)) from fault
    except (TemplateError, TypeError, OverflowError, ZeroDivisionError, ValueError, KeyError) as fault:
        raise Fault(f"Mẫu tính toán hoặc lặp sai nên không điền được. {_ONLY}") from fault


def _only_known(template: bytes, opened: Any, known: Known) -> None:
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    try:
        source = document.patch_xml(document.get_xml())
        asked = meta.find_undeclared_variables(sandbox.parse(source))
    except TemplateSyntaxError as fault:
        raise Fault(f"Dấu trường viết sai: {_syntax(fault)}.", _place_of(opened, fault)) from fault
    strange = sorted(asked - set(known))
    if strange:
        several = ", ".join(f"«{name}»" for name in strange)
        raise Fault(
            f"Mẫu dùng trường không có: {several}. Xem danh sách trường ở trang này.",
            _place(opened, strange[0]),
        )


def _syntax(fault: TemplateSyntaxError) -> str:
    said = fault.message or ""
    for words, vietnamese in _SAID:
        if words in said:
            return vietnamese
    return "kiểm tra cặp {{ }} và {% %}"


_SAID = (
    ("Unexpected end of template", "thiếu «endfor» hoặc «endif»"),
    ("Encountered unknown tag", "lệnh lạ; chỉ dùng «for», «endfor», «if», «endif»"),
    ("unexpected '}'", "thừa hoặc thiếu dấu }"),
    ("expected token 'end of print statement'", "giữa {{ và }} chỉ được ghi một tên trường"),
    ("No filter named", "cách định dạng lạ sau dấu |; chỉ dùng «upper»"),
)


def _place_of(opened: Any, fault: TemplateSyntaxError) -> str:
    """The first paragraph whose marks do not pair, else the first with a command."""
    for text in _texts(opened):
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            return _quoted(text)
    return next((_quoted(text) for text in _texts(opened) if "{%" in text), "")


def _place(opened: Any, name: str) -> str:
    return next((_quoted(text) for text in _texts(opened) if name in text and "{" in text), "")


def _quoted(text: str) -> str:
    squeezed = " ".join(text.split())
    return f"«{squeezed[:117]}…»" if len(squeezed) > 118 else f"«{squeezed}»"


def _texts(place: Any) -> Iterator[str]:
    """Every paragraph, also in tables, headers and footers."""
    for paragraph in place.paragraphs:
        yield paragraph.text
    for table in place.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from _texts(cell)
    for section in getattr(place, "sections", ()):
        yield from _texts(section.header)
        yield from _texts(section.footer)
