"""Màn hình lớn: the pictures of the control room, one after the other, on a screen that nobody touches."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, View, chosen_view
from motcua.doors.staff.steering.control import index_pictures, own_years, steering_of
from motcua.doors.staff.steering.pictures import index_dial
from motcua.doors.staff.steering.where import flow_picture, steps_picture
from motcua.doors.staff.steering.year_plans import year_plans
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

# Seconds a picture stands: long enough to be read aloud, short enough that nobody waits for theirs.
_LEAST, _USUAL, _MOST = 5, 20, 300


@require_GET
@gate(Right.SEE_FIGURES)
def wall(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every picture as a page of its own; a script turns them and asks for fresh figures after each round.

    Without the script they stand below each other.
    """
    view = chosen_view(request, officer)
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "panels": _panels(officer, view),
        "seconds": _seconds(request),
    }
    return show(request, officer, "staff/steering/wall.html", context)


def _panels(officer: Officer, view: View) -> list[dict[str, Any]]:
    plans = year_plans(officer, view)
    pictured = index_pictures(view, also=own_years(view) if plans.tasks else ())
    steering = steering_of(view, plans, pictured["shown"], pictured["years"])
    found = [
        {"chart": index_dial(view, pictured["shown"], page=view.url("control"))},
        {"chart": pictured["trend"]},
        {"chart": pictured["open"]},
        {"chart": steps_picture(view)},
        {"chart": flow_picture(view)},
        {"chart": pictured["heat"]},
        {"chart": steering["year_line"], "cards": steering.get("task_cards")},
    ]
    # A flow without a single hand-over, agencies without sisters, a year without plan: nothing to show.
    return [one for one in found if one["chart"] is not None and getattr(one["chart"], "rows", True)]


def _seconds(request: HttpRequest) -> int:
    text = request.GET.get("giay", "")
    return min(_MOST, max(_LEAST, int(text))) if text.isdecimal() and len(text) < 5 else _USUAL
