"""Long work as pages ask for it: the same form sent twice is one piece of work, also while that runs or when it is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from motcua.datastore.prepared import Prepared
from motcua.dossiers.enums import Act
from motcua.jobs.models import Job
from motcua.jobs.queries import JobStatus, status_of
from motcua.jobs.queue import Arguments, GiveUp, enqueue
from motcua.kernel import clock
from motcua.organisation.access import officer_from
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer

_LATELY = 5
# What has its page at «long-work», as its owner reads it.
LABELS = {
    "staff.batch": "Làm nhiều hồ sơ",
    "staff.drafts": "Duyệt, trả lại dự thảo",
    "staff.print": "In giấy tiếp nhận",
    "staff.print_forms": "In các biểu mẫu",
    "staff.export": "Lưu danh sách thành tệp",
}


def owner_of(officer: Officer) -> str:
    """Whose long work it is, as jobs name it."""
    return f"staff:{officer.staff_id}"


def ask_for(officer: Officer, kind: str, asked: dict[str, Any], key: str) -> HttpResponse:
    """Have it done and go to its page. `key`: the key of the form; the queue itself knows only what still waits."""
    unique, owner = f"{kind}:{officer.staff_id}:{key}", owner_of(officer)
    known = Job.objects.filter(owner=owner, unique_key=unique).order_by("-pk").first()
    if known is None:
        known = enqueue(
            kind, asked | {"staff": officer.staff_id}, owner=owner, agency=officer.agency_code,
            unique_key=unique, max_attempts=3,
        )  # fmt: skip
    return redirect("staff:long-work", number=known.pk)


@dataclass(frozen=True, slots=True)
class Lately:
    """A piece of long work somebody asked for today: what it is, how it stands."""

    number: int
    label: str
    status: JobStatus


def lately(officer: Officer) -> list[Lately]:
    """The officer's long work that still runs or ended within a day, the latest first; one statement."""
    since = clock.now() - timedelta(days=1)
    return [Lately(row.pk, _label(row), status_of(row)) for row in _SINCE.all(owner_of(officer), since)]


_SINCE = Prepared(
    lambda owner, since: Job.objects.filter(owner=owner, kind__in=LABELS, created_at__gte=since).order_by(
        "-pk"
    )[:_LATELY],
    str,
    datetime,
)


def _label(row: Job) -> str:
    act = row.arguments.get("act")
    label = Act(act).label if act in set(Act) else LABELS[row.kind]
    many = len(row.arguments.get("ids", ()))
    return f"{label} ({many} mục)" if many else label


def who_asked(arguments: Arguments) -> Officer:
    """The officer who asked, with the rights of now: what was lost meanwhile is lost here, too."""
    staff = Staff.objects.select_related("agency").filter(pk=arguments["staff"]).first()
    if staff is None:
        raise GiveUp("Người yêu cầu không còn trong hệ thống.")
    return officer_from(staff, clock.today())
