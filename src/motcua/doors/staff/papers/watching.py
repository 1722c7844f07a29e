"""For administrators: who looked at people's data how often, and whether the stored files are still what was put in."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.blobs.enums import BlobState
from motcua.blobs.models import Blob
from motcua.doors.staff.administration.answering import administered
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.dossiers.look_up_watch import by_procedure, watched, without_filing
from motcua.jobs.queries import status_of
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.access import check_administers_all, staff_for
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.regimes.queries import explain
from motcua.storehouse import store_checks

_SPANS = (7, 30, 90)
_MOST = 200


@require_safe
@gate(Right.ADMINISTER)
def looks(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Officers' days with how many people and papers they were shown; what stands out comes first."""
    asked = request.GET.get("ngay", "")
    days = int(asked) if asked in {str(each) for each in _SPANS} else _SPANS[0]
    rows = watched(administered(officer), days=days)
    context = {
        "rows": rows[:_MOST], "more": max(0, len(rows) - _MOST), "days": days, "spans": _SPANS,
        "outstanding": sum(1 for row in rows if row.why),
        "rule": explain("desk.look_ups_unusual", on=clock.today()),
    }  # fmt: skip
    return show(request, officer, "staff/papers/looks.html", context)


@require_safe
@gate(Right.ADMINISTER)
def looks_of(request: HttpRequest, officer: Officer, key: int, day: str) -> HttpResponse:
    """One officer's day: look-ups that led to no dossier, by procedure and hour. The people stay unnamed here."""
    staff = staff_for(officer, key)
    try:
        on = date.fromisoformat(day)
    except ValueError as wrong:
        raise NotFound from wrong
    rows = without_filing(staff, on)
    context = {"staff": staff, "day": on, "rows": rows, "procedures": by_procedure(rows)}
    return show(request, officer, "staff/papers/looks_of.html", context)


@require_safe
@gate(Right.ADMINISTER)
def store(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The store of files: the last looks at it and what they found."""
    standing = store_checks.standing()
    orphaned = standing.orphaned
    found = (orphaned.result or {}) if orphaned else {}
    context = {
        "standing": standing, "megabytes": round(standing.bytes / 1_000_000),
        "verified": status_of(standing.verified) if standing.verified else None,
        "orphaned": status_of(orphaned) if orphaned else None, "orphans": found.get("orphans"),
        "names": found.get("names", []),
        "bad": [
            (blob, BlobState(blob.state).label)
            for blob in Blob.objects.exclude(state=BlobState.SOUND.value).order_by("-last_verified_at")[:_MOST]
        ],
    }  # fmt: skip
    return show(request, officer, "staff/papers/store.html", context)


@require_POST
@gate(Right.ADMINISTER)
def look_now(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Have the store looked at now."""
    check_administers_all(officer)
    store_checks.look_now()
    done(request, "Đã xếp hàng kiểm tra kho. Tải lại trang sau ít phút để xem.")
    return redirect("staff:store")
