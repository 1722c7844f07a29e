"""Long work as pages ask for it: the same form sent twice is one piece of work, also while that runs or when it is done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from motcua.jobs.models import Job
from motcua.jobs.queue import Arguments, GiveUp, enqueue
from motcua.kernel import clock
from motcua.organisation.access import officer_from
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer


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


def who_asked(arguments: Arguments) -> Officer:
    """The officer who asked, with the rights of now: what was lost meanwhile is lost here, too."""
    staff = Staff.objects.select_related("agency").filter(pk=arguments["staff"]).first()
    if staff is None:
        raise GiveUp("Người yêu cầu không còn trong hệ thống.")
    return officer_from(staff, clock.today())
