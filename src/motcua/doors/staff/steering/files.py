"""Stored files handed out for saving."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from motcua.blobs.store import read_blob


def download(sha256: str, name: str) -> HttpResponse:
    """The bytes behind a hash, verified, to be saved under a name; never shown inside our own pages."""
    disposition = content_disposition_header(as_attachment=True, filename=name or "tep") or "attachment"
    return HttpResponse(
        read_blob(sha256),
        content_type="application/octet-stream",
        headers={"Content-Disposition": disposition},
    )
