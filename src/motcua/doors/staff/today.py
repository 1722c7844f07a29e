"""Hôm nay: what the day brings, each figure opening its list, and what is next by due date."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.doors.frame.components import Summary
from motcua.doors.staff.due_words import rows_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import SOON_DAYS
from motcua.doors.staff.pages import show
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.enums import OPEN_STATES
from motcua.dossiers.queries import DayAtTheDesk, day_at_the_desk
from motcua.kernel import clock
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_NEXT_SHOWN = 15


@require_GET
@gate()
def home(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The first page of every officer; without dossiers to see it only greets."""
    context: dict[str, object] = {"may_receive": officer.may_anywhere(Right.RECEIVE)}
    if officer.may_anywhere(Right.SEE_DOSSIERS):
        dossiers = dossiers_for(officer, Right.SEE_DOSSIERS)
        day = day_at_the_desk(dossiers, clock.today())
        running = dossiers.filter(state__in=sorted(OPEN_STATES), waiting_since=None)
        upcoming = running.order_by("due_date", "due_at", "pk")[:_NEXT_SHOWN]
        context |= {"summaries": _cards(officer, day), "rows": rows_of(upcoming), "open": day.open}
    return show(request, officer, "staff/home.html", context)


def _cards(officer: Officer, day: DayAtTheDesk) -> list[Summary]:
    work, register = reverse("staff:work"), reverse("staff:register")
    today = f"{clock.today():%d/%m/%Y}"
    inbox = (
        reverse("staff:inbox") if officer.may_anywhere(Right.RECEIVE) else f"{work}?whose=all&state=submitted"
    )
    supplements = f", {day.supplements} chờ bổ sung" if day.supplements else ""
    return [
        Summary("Chờ tiếp nhận", day.waiting, inbox, f"trực tuyến{supplements}", "running"),
        Summary("Đã nhận hôm nay", day.received_today, f"{register}?first={today}&last={today}", "", "plain"),
        Summary(
            "Hẹn trả hôm nay",
            day.due_today,
            f"{work}?whose=all&due=today",
            "",
            "soon" if day.due_today else "plain",
        ),
        Summary(
            "Sắp đến hạn", day.due_next, f"{work}?whose=all&due=next", f"trong {SOON_DAYS} ngày tới", "plain"
        ),
        Summary("Quá hạn", day.late, f"{work}?whose=all&due=late", "", "late" if day.late else "done"),
        Summary("Chờ trả kết quả", day.to_return, f"{work}?whose=all&state=settled", "", "done"),
    ]
