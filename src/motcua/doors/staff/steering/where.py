"""Hồ sơ đang ở đâu: at which step open dossiers stand, and how they travel between agencies."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.frame.charts import Bar, Bars, bars
from motcua.doors.frame.navigation import NavItem
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, View, chosen_view
from motcua.doors.staff.steering.dossier_lists import dossier_page
from motcua.kernel import clock
from motcua.measurement.where import at_step, by_step, flows, on_the_way
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer

_NO_STEP = "Chưa vào bước nào"


@require_GET
@gate(Right.SEE_FIGURES)
def where(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Two pictures; the control room loads them after its own."""
    view = chosen_view(request, officer)
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "steps": steps_picture(view),
        "flow": flow_picture(view),
    }
    return show(request, officer, "staff/steering/where.html", context)


def steps_picture(view: View) -> Bars:
    """Open dossiers behind their due date, by the step at which they stand."""
    found = by_step(view.scope(), clock.now())
    rows = [
        Bar(
            f"{one.step or _NO_STEP} ({one.many} hồ sơ ở bước này)",
            one.late,
            view.url("where-dossiers", step=one.step, **({"late": "1"} if one.late else {})),
        )
        for one in found
    ]
    note = (
        f"Tính đến {clock.local(clock.now()):%H:%M %d/%m/%Y}; hồ sơ đang chờ công dân không tính là quá hạn."
    )
    return bars(rows, title="Hồ sơ quá hạn theo bước đang đứng", note=note)


def flow_picture(view: View) -> Bars:
    """Hand-overs between agencies in the period."""
    rows = [
        Bar(
            f"{one.sender} → {one.receiver}{_aside(one.waiting, one.refused)}",
            one.many,
            view.url("where-dossiers", sender=one.sender_code, receiver=one.receiver_code),
        )
        for one in flows(view.scope(), view.period, clock.now())
    ]
    title = f"Hồ sơ chuyển giữa các cơ quan, {view.period.label_inside}"
    return bars(
        rows, title=title, note="Mỗi lần chuyển một hồ sơ là một lượt; cả lượt gửi đi và lượt trả về."
    )


def _aside(waiting: int, refused: int) -> str:
    said = [f"{waiting} chờ nhận"] if waiting else []
    said += [f"{refused} bị trả lại"] if refused else []
    return f" ({', '.join(said)})" if said else ""


@require_GET
@gate(Right.SEE_FIGURES)
def where_dossiers(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The dossiers behind one bar of either picture."""
    view = chosen_view(request, officer)
    sender, receiver = request.GET.get("sender", ""), request.GET.get("receiver", "")
    context: dict[str, Any] = {"view": view}
    if sender or receiver:
        keys = on_the_way(view.scope(), view.period, clock.now(), sender, receiver)
        context["whole_heading"] = f"Hồ sơ chuyển từ {_name(sender)} đến {_name(receiver)}"
        context["turns"] = len(keys)
    else:
        step, late_only = request.GET.get("step", ""), request.GET.get("late") == "1"
        every, late = at_step(view.scope(), step, clock.now())
        keys = late if late_only else every
        url = view.url("where-dossiers", step=step)
        context["whole_heading"] = f"Hồ sơ đang ở bước: {step or _NO_STEP}"
        context["tabs"] = [
            NavItem("Quá hạn", f"{url}&late=1", late_only, len(late)),
            NavItem("Mọi hồ sơ ở bước này", url, not late_only, len(every)),
        ]
    page = Paginator(keys, 50).get_page(request.GET.get("page"))
    context |= {"page": page, "rows": dossier_page(officer, list(page)), "many": len(set(keys))}
    return show(request, officer, "staff/steering/open_dossiers.html", context)


def _name(code: str) -> str:
    found = Agency.objects.filter(code=code).values_list("name", flat=True).first()
    return found or "cơ quan không có trong danh mục"
