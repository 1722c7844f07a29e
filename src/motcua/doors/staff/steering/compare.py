"""How an agency stands: against earlier periods and its sisters, and the ranking of those an officer may see."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import as_file, wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, View, alive_in, chosen_view, stands_over
from motcua.kernel import clock
from motcua.measurement.standing import compare, day_of, place_of, ranking, sisters_of
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer

# With fewer others their mean would tell the figures of one of them to somebody who may not see them.
_FEWEST_OTHERS = 3


@require_GET
@gate(Right.SEE_FIGURES)
def comparison(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The comparison and the ranking; as Excel with `?as=xlsx`."""
    view, now = chosen_view(request, officer), clock.now()
    sisters = sisters_of(view.agency, day_of(view.period, now))
    seen = {each.pk for each in view.agencies}
    hidden = bool(sisters) and len(sisters) < _FEWEST_OTHERS and not {each.pk for each in sisters} <= seen
    found = compare(view.scope(), view.period, now, sisters=() if hidden else sisters)
    places = [] if hidden else ranking(_ranked_here(view, sisters), view.period, now)
    shown = [one for one in places if one.what.pk in seen]
    if wants_file(request):
        headers = ("Hạng", "Cơ quan", "Điểm đạt trên điểm đo được (%)")
        return as_file(
            headers, ((one.place, one.what.name, float(one.value)) for one in shown), name="xep-hang"
        )
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "found": found,
        # of a year the period before is the year before
        "with_year_before": found.year_before != found.before,
        "hidden": hidden,
        "own": place_of(view.agency, places),
        "many": len(places),
        "places": [(one, view.for_agency(one.what)) for one in shown],
        "running": view.period.last >= clock.today(),
    }
    return show(request, officer, "staff/steering/compare.html", context)


def _ranked_here(view: View, sisters: list[Agency]) -> list[Agency]:
    """Those that stand side by side: the agency with its sisters, or who stands under an agency of many."""
    if stands_over(view.agency):
        return [each for each in alive_in(view.agencies, view.period) if each.parent_id == view.agency.pk]
    return [view.agency, *sisters]
