"""What stands behind one line of an answer to a free question."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import wants_file
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.ask import AskForm
from motcua.doors.staff.steering.ask_table import asked_only, names_of
from motcua.doors.staff.steering.criterion import file_of, rows_behind, tabs_of
from motcua.kernel import clock
from motcua.kernel.periods import parse
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.behind import Standing
from motcua.measurement.engines.asking import Dimension, Question
from motcua.measurement.measures import measures
from motcua.measurement.opened import behind_line
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer


@require_GET
@gate(Right.SEE_FIGURES)
def opened(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What stands behind one line of an answer, as it is now; `k0`, `k1` name the line. As Excel with `?as=xlsx`."""
    form = AskForm(request.GET, officer)
    if not form.is_bound:
        return redirect("staff:ask")
    if not form.is_valid():
        raise NotFound
    question = form.question()
    keys = [request.GET.get(f"k{place}", "") for place in range(len(question.by))]
    standing = _behind(form, question, keys)
    having = request.GET.get("show") == "having"
    listed: Sequence[int | str] = standing.having if having else standing.missing
    if wants_file(request):
        return file_of(officer, standing.kind, listed, "hoi-so-lieu-dung-sau")
    asked = request.GET.copy()
    for name in ("show", "page"):
        asked.pop(name, None)
    part = Paginator(listed, 50).get_page(request.GET.get("page"))
    names = [
        names_of(each, {key}).get(key, key) or "không rõ" for each, key in zip(question.by, keys, strict=True)
    ]
    here = f"{reverse('staff:ask-behind')}?{asked.urlencode()}"
    context = {
        "known": measures()[question.measure],
        "names": [*names, *([] if any(each.of_time for each in question.by) else [question.period.label])],
        "back": f"{reverse('staff:ask')}?{asked_only(asked).urlencode()}",
        "source": standing.kind.value,
        "tabs": tabs_of(here, standing, having=having),
        "page": part,
        "rows": rows_behind(officer, standing.kind, list(part)),
    }
    return show(request, officer, "staff/steering/ask_behind.html", context)


def _behind(form: AskForm, question: Question, keys: Sequence[str]) -> Standing:
    """NotFound for a line that the question cannot have."""
    period, only = question.period, dict(question.only)
    for each, key in zip(question.by, keys, strict=True):
        if each.of_time:
            try:
                period = parse(key)
            except Refused as refused:
                raise NotFound from refused
        else:
            only[each] = key
    if period.first > clock.today() or only.get(Dimension.AGENCY, "") not in ("", *question.agencies):
        raise NotFound
    agencies = [one for one in form.agencies if one.code in question.agencies]
    return behind_line(question.measure, agencies, period, clock.now(), only, question.services)
