"""The procedures, petitions and dossiers behind an index of an agency as a whole (5, 6, 8 and 9)."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.frame.navigation import NavItem
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import chosen_view
from motcua.doors.staff.steering.criterion import file_of, rows_behind
from motcua.indicators.nine import OF_AN_AGENCY
from motcua.kernel import clock
from motcua.kernel.periods import PeriodKind
from motcua.kernel.refusals import NotFound
from motcua.measurement.behind import Behind
from motcua.measurement.nine_behind import behind_index
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer
from motcua.regimes.queries import rules_on

_PER_PAGE = 50


@require_GET
@gate(Right.SEE_FIGURES)
def of_agency(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One side of what an index counts, as tabs; `?as=xlsx` saves it. Dossiers show only to who may see them."""
    view = chosen_view(request, officer, otherwise=PeriodKind.QUARTER)
    index = request.GET.get("index", "5")
    if index not in OF_AN_AGENCY:
        raise NotFound
    sides = behind_index(view.scope(), view.period, clock.now(), index)
    wanted = request.GET.get("show", "")
    side = next((each for each in sides if each.name == wanted), sides[0])
    if wants_file(request):
        return file_of(officer, side.kind, side.keys, f"chi-so-{index}-{side.name}")
    page = Paginator(side.keys, _PER_PAGE).get_page(request.GET.get("page"))
    rows: list[Any] = list(rows_behind(officer, side.kind, list(page)))
    if side.kind is Behind.PROCEDURES:
        rows = [(code, name, (side.remarks or {}).get(code, "")) for code, name in rows]
    ask = rules_on(min(view.period.last, clock.today()), scopes=view.agency.chain)
    context = {
        "view": view,
        "index": index,
        "title": ask(f"nine.{index}")["title"],
        "tabs": [
            NavItem(
                each.label, view.url("nine-behind", index=index, show=each.name), each is side, len(each.keys)
            )
            for each in sides
        ],
        "side": side,
        "source": side.kind.value,
        "page": page,
        "rows": rows,
    }
    return show(request, officer, "staff/steering/nine_behind.html", context)
