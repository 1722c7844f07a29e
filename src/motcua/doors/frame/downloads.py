"""A document made on the spot, as the browser gets it."""

from django.http import HttpResponse

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def as_file(content: bytes, name: str) -> HttpResponse:
    """A PDF to be looked at, anything else to be kept. Raises KeyError for a kind not made here."""
    kind = name.rsplit(".", 1)[-1]
    how = "inline" if kind == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=_TYPES[kind], headers=headers)
