"""Hôm nay: what the day brings, each figure opening its list, and what is next by due date."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.doors.frame.components import Summary
from motcua.doors.staff.decisions import to_decide
from motcua.doors.staff.due_words import rows_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.dossiers.desk_day import DayAtTheDesk, day_at_the_desk
from motcua.dossiers.desk_watch import calendar_gaps_for
from motcua.dossiers.finding import MOST, RUNNING, find, scope_of, shown
from motcua.dossiers.identity_help import help_today
from motcua.dossiers.lateness import soon_within
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.money import grouped
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_NEXT_SHOWN = 15


@require_GET
@gate()
def home(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The first page of every officer; without dossiers to see it only greets."""
    may_receive = officer.may_anywhere(Right.RECEIVE)
    context: dict[str, object] = {"may_receive": may_receive, "gaps": calendar_gaps_for(officer)}
    if may_receive:
        context["helped"] = help_today(officer)
    if officer.may_anywhere(Right.SEE_DOSSIERS):
        scope = scope_of(officer, Right.SEE_DOSSIERS)
        soon = soon_within(officer.chain, clock.today())
        day = day_at_the_desk(scope, clock.now(), soon=soon)
        running = Dossier.objects.filter(RUNNING, waiting_since=None)
        upcoming = shown(find(running, scope, walk="due_date", most=_NEXT_SHOWN).ids)
        context |= {
            "summaries": _cards(officer, day, soon),
            "rows": rows_of(upcoming),
            "open": _told(day.open),
            "to_decide": to_decide(officer),
        }
    return show(request, officer, "staff/home.html", context)


def _cards(officer: Officer, day: DayAtTheDesk, soon: date) -> list[Summary]:
    work, register = reverse("staff:work"), reverse("staff:register")
    today = f"{clock.today():%d/%m/%Y}"
    inbox = (
        reverse("staff:inbox") if officer.may_anywhere(Right.RECEIVE) else f"{work}?whose=all&state=submitted"
    )
    supplements = f", {_told(day.supplements)} chờ bổ sung" if day.supplements else ""
    sent = f", {_told(day.on_the_way)} từ nơi khác" if day.on_the_way else ""
    return [
        Summary("Chờ tiếp nhận", _told(day.waiting), inbox, f"trực tuyến{supplements}{sent}", "running"),
        Summary(
            "Đã nhận hôm nay",
            _told(day.received_today),
            f"{register}?first={today}&last={today}",
            "",
            "plain",
        ),
        Summary(
            "Hẹn trả hôm nay",
            _told(day.due_today),
            f"{work}?whose=all&due=today",
            "",
            "soon" if day.due_today else "plain",
        ),
        Summary(
            "Sắp đến hạn",
            _told(day.due_next),
            f"{work}?whose=all&due=next",
            f"đến hết {soon:%d/%m}",
            "plain",
        ),
        Summary("Quá hạn", _told(day.late), f"{work}?whose=all&due=late", "", "late" if day.late else "done"),
        Summary("Chờ trả kết quả", _told(day.to_return), f"{work}?whose=all&state=settled", "", "done"),
    ]


def _told(many: int) -> int | str:
    """Exact up to a thousand; what is more is counted no further."""
    return many if many <= MOST else f"hơn {grouped(MOST)}"
