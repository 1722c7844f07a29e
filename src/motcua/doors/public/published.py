"""What the law has an agency publish: staff and leaders, the index, what is overdue. Pages and JSON."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.doors.frame.wording import said
from motcua.doors.public.figures import IndexView, indexes, overdue_now
from motcua.doors.public.home import dial_of
from motcua.doors.public.late_list import late_list
from motcua.doors.public.pages import MOST_SHOWN, page, place
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, containing, parse
from motcua.kernel.refusals import Refused
from motcua.organisation import focal
from motcua.organisation.models import Agency
from motcua.organisation.queries import public_staff

JSON_OPTIONS = {"ensure_ascii": False, "indent": 1}


def staff(request: HttpRequest) -> HttpResponse:
    """Staff and leaders of one agency: name, title, field, office phone (NĐ 61/2018 Điều 9.7), and focal officers.

    Six statements.
    """
    agency = asked_agency(request)
    context = {
        "agency": agency,
        "agencies": list(_agencies()),
        "people": public_staff(agency, clock.today()),
        "focal": (focal_list := focal.published(agency)),
        "focal_people": list(focal.entries_of(focal_list)) if focal_list else [],
        "json_url": f"{reverse('public:staff-json')}?co-quan={agency.code}",
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Cán bộ phụ trách"), "")],
    }
    return page(request, "staff.html", context)


def staff_json(request: HttpRequest) -> HttpResponse:
    """The same list for other systems."""
    agency = asked_agency(request)
    people = [
        {"name": one.name, "title": one.title, "field": one.field, "phone": one.phone, "leader": one.leads}
        for one in public_staff(agency, clock.today())
    ]
    return _json({"agency": agency.code, "agency_name": agency.name, "staff": people})


def index(request: HttpRequest) -> HttpResponse:
    """The 766 index of one agency in a period, criterion by criterion, and of the agencies beside it."""
    agency, period = asked_agency(request), asked_period(request)
    sheet = Paginator(_agencies(), MOST_SHOWN).get_page(request.GET.get("page"))
    context = {
        "agency": agency,
        "agencies": list(_agencies()),
        "period": period,
        "periods": periods_offered(),
        "sheet": sheet,
        **_measured(agency, period, sheet),
        "json_url": f"{reverse('public:index-json')}?co-quan={agency.code}&ky={period.code}",
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Chỉ số phục vụ"), "")],
    }
    return page(request, "index.html", context)


def _measured(agency: Agency, period: Period, sheet: "Page[Agency]") -> dict[str, Any]:
    try:
        [shown] = indexes([agency], period)
        return {"index": shown, "dial": dial_of(shown), "others": indexes(list(sheet.object_list), period)}
    except Refused as refused:  # the set was not in force then, or the period is to come
        return {"index": None, "refused": said(refused.message), "others": []}


def index_json(request: HttpRequest) -> HttpResponse:
    """One agency's index, in the shape of `motcua measure show --json`."""
    agency, period = asked_agency(request), asked_period(request)
    try:
        [shown] = indexes([agency], period)
    except Refused as refused:
        return _json({"error": said(refused.message)}, status=404)
    return _json(index_data(shown))


def index_data(shown: IndexView) -> dict[str, Any]:
    """Plain values of an index; what is not measured is null."""
    return {
        "agency": shown.agency,
        "agency_name": shown.name,
        "period": {"code": shown.period.code, "from": shown.period.first, "to": shown.period.last},
        "at": clock.local(shown.at).strftime("%Y-%m-%dT%H:%M"),
        "set": shown.set_code,
        "criteria": {
            row.code: {
                "name": row.name,
                "numerator": row.numerator,
                "denominator": row.denominator,
                "points": _number(row.points),
                "max": _number(row.most),
                "measured": row.points is not None or row.denominator is not None,
            }
            for row in shown.criteria
        },
        "groups": {group.code: _number(group.points) for group in shown.groups},
        "total": _number(shown.total),
        "measured_max": _number(shown.measured_most),
        "complete": shown.complete,
        "band": shown.band or None,
    }


def overdue(request: HttpRequest) -> HttpResponse:
    """How many dossiers are past their due date at each agency: counts, no person."""
    counted_at, rows = overdue_now()
    sheet = Paginator(rows, 2 * MOST_SHOWN).get_page(request.GET.get("page"))
    context = {
        "sheet": sheet,
        "counted_at": counted_at,
        "late": sum(row.late + row.elsewhere for row in rows),
        "parts": any(row.parts for row in rows),
        "running": sum(row.running for row in rows),
        "monthly": late_list(),
        "crumbs": [(_("Trang đầu"), reverse("public:home")), (_("Hồ sơ quá hạn"), "")],
    }
    return page(request, "overdue.html", context)


def asked_agency(request: HttpRequest) -> Agency:
    """The agency of the address (`co-quan`), else the home agency. Raises Http404 when there is none."""
    code = request.GET.get("co-quan") or place().code
    found = _agencies().filter(code=code).first()
    if found is None:
        raise Http404(_("Không có cơ quan mang mã này."))
    return found


def asked_period(request: HttpRequest) -> Period:
    """The period of the address (`ky`), else the running year. Raises Http404 for a code that is none."""
    try:
        return parse(request.GET.get("ky") or f"{clock.today().year}")
    except Refused as refused:
        raise Http404(refused.message) from refused


def periods_offered() -> list[Period]:
    """The running year, its quarters and months so far, the last week, and the year before; newest first."""
    today = clock.today()
    year = containing(today, PeriodKind.YEAR)
    inside = [containing(month.first, PeriodKind.QUARTER) for month in year.months()]
    begun = [period for period in [*dict.fromkeys(inside), *year.months()] if period.first <= today]
    return [year, year.previous(), containing(today, PeriodKind.WEEK).previous(), *reversed(begun)]


def _agencies() -> QuerySet[Agency]:
    return Agency.objects.on(clock.today()).filter(has_desk=True).order_by("path")


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _json(data: dict[str, Any], *, status: int = 200) -> JsonResponse:
    return JsonResponse(data, json_dumps_params=JSON_OPTIONS, status=status)
