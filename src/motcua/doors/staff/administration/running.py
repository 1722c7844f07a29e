"""How the house runs: background work, the queue of what others must learn, and what this installation is."""

import platform
from importlib.metadata import version

import django
from django.db import connection
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from motcua.audit import relay, seals
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.jobs import queue
from motcua.jobs.queries import failed_jobs, failing_timers, status_of, stuck_jobs, worker_health
from motcua.kernel.refusals import Refused
from motcua.organisation.access import check_administers_all
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_SHOWN = 50


@require_safe
@gate(Right.ADMINISTER)
def background(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Whether work goes on behind the pages, what failed, what waits."""
    queues = (
        relay.waiting()
        .values("consumer")
        .annotate(many=Count("pk"), oldest=Min("row__created_at"))
        .order_by("consumer")
    )
    context = {
        "health": worker_health(),
        "failed": [status_of(job) for job in failed_jobs()[:_SHOWN]],
        "stuck": [status_of(job) for job in stuck_jobs()[:_SHOWN]],
        "timers": failing_timers(),
        "queues": queues,
        "failing": relay.failing().select_related("row")[:_SHOWN],
    }
    return show(request, officer, "staff/administration/background.html", context)


@require_POST
@gate(Right.ADMINISTER)
def retry(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A job that gave up is tried again."""
    check_administers_all(officer)
    if not queue.retry(number):
        raise Refused("Việc này đang chạy hoặc không còn nữa.")
    done(request, "Đã xếp hàng làm lại.")
    return redirect("staff:background")


@require_safe
@gate(Right.ADMINISTER)
def about(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What runs here: for whoever asks for help, or helps."""
    engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    number = ".".join(map(str, connection.get_database_version()))
    facts = [
        ("Phiên bản", version("motcua")),
        ("Cơ sở dữ liệu", f"{engine} {number}"),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("Niêm phong nhật ký mới nhất", seals.head()),
        ("Giấy phép", "EUPL-1.2"),
    ]
    return show(request, officer, "staff/administration/about.html", {"facts": facts})
