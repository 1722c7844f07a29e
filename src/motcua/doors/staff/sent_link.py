"""The address under which a report made here is noted as sent: what the system knows of it is filled in there."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse


def sent_url(agency: str, *, kind: str, title: str, first: date, last: date) -> str:
    """«Ghi là đã gửi» for a report of an agency (its code) about a period (both days included)."""
    known = {
        "co-quan": agency,
        "loai": kind,
        "ten": title[:300],
        "tu": first.isoformat(),
        "den": last.isoformat(),
    }
    return f"{reverse('staff:sent-report-add')}?{urlencode(known)}"
