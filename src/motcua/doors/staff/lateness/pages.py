"""What runs late or will, what to apologise for, what the desk is late with, what the head must explain."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.components import Crumb, Summary, Tone
from motcua.doors.frame.navigation import NavItem
from motcua.doors.staff.apology_forms import CAUSES
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.dossiers.access import dossier_for
from motcua.dossiers.desk_watch import (
    desk_clock,
    holders_gone,
    late_to_pass_on,
    late_to_receive,
    not_passed_on,
    overdue_opinions,
    received_late,
    waiting_online,
    with_somebody_gone,
)
from motcua.dossiers.enums import ApologyState, DelayCause
from motcua.dossiers.explaining import explain, explained_lately, explanations_of, missing, unexplained
from motcua.dossiers.late_bodies import late_parts_of
from motcua.dossiers.lateness import Watched, watch
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules.prediction import Forecast, Verdict
from motcua.kernel import clock
from motcua.kernel.periods import PeriodKind, containing
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.access import agency_for, paths_where
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Staff
from motcua.organisation.queries import colleagues_at
from motcua.organisation.rules import Officer
from motcua.plans.successors import likely_taker

_PER_PAGE = 50
_SHOWN = 30
_MOST_AGENCIES = 200
TONES: dict[Verdict, Tone] = {
    Verdict.ON_TIME: "running",
    Verdict.WILL_BE_LATE: "soon",
    Verdict.LATE: "late",
    Verdict.UNKNOWN: "plain",
}


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """A watched dossier as the list shows it."""

    watched: Watched
    key: str
    tone: Tone
    words: str
    waits: bool
    returned: bool
    overdue_apology: bool


@require_GET
@gate(Right.SEE_DOSSIERS)
def forecasts(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Late, foretold to be late, due soon: with the reason of the forecast and the apology the system proposes."""
    agency = chosen_agency(request, officer)
    watched = watch(agency)
    only = request.GET.get("xem", "")
    page = Paginator(_only(watched, only), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "summaries": _cards(watched, agency),
        "parts": [(each, key_of(each.dossier)) for each in late_parts_of(agency, clock.now())[:_SHOWN]],
        "page": page,
        "rows": [_row(each) for each in page],
        "only": only,
        "may_draft": officer.may(Right.WORK, agency.path),
        "may_sign": officer.may(Right.SIGN_OFF, agency.path),
    }
    return _show(request, officer, agency, "forecasts", "staff/lateness/forecasts.html", context)


@require_GET
@gate(Right.SEE_DOSSIERS)
def desk(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Passing on before and after the cut-off, receiving what came online, opinions nobody gave, holders gone."""
    agency = chosen_agency(request, officer)
    clocks = desk_clock(agency)
    late_forward, late_online = late_to_pass_on(clocks), late_to_receive(clocks)
    month = containing(clocks.today, PeriodKind.MONTH)
    context = {
        "cutoff": f"{clocks.terms.cutoff:%H:%M}",
        "days": clocks.terms.reception_days,
        "forwarding": [
            _desk_row(each, clocks.forward_due(each), clocks.now) for each in not_passed_on(agency)[:_SHOWN]
        ],
        "online": [
            (each, key_of(each), due := clocks.reception_due(each), due < clocks.today)
            for each in waiting_online(agency)[:_SHOWN]
        ],
        "late_forward": late_forward.count(),
        "late_online": late_online.count(),
        "received_late": received_late(agency, month),
        "month": month,
        "opinions": [(each, key_of(each.dossier)) for each in overdue_opinions(agency)[:_SHOWN]],
        "gone": [(each, key_of(each)) for each in with_somebody_gone(agency)[:_SHOWN]],
        "leavers": _leavers(agency),
        "may_assign": officer.may(Right.ASSIGN, agency.path),
        "shown": _SHOWN,
    }
    return _show(request, officer, agency, "desk", "staff/lateness/desk.html", context)


@require_GET
@gate(Right.SEE_DOSSIERS)
def explanations(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Dossiers late or given a new date whose explanation is still missing, and what was explained, by whom."""
    agency = chosen_agency(request, officer)
    page = Paginator(unexplained(agency), _PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "page": page,
        "rows": [(each, key_of(each.dossier), each.due_on < today) for each in missing(agency, page)],
        "may_explain": officer.may(Right.SIGN_OFF, agency.path),
        "given": [
            (each, key_of(each.dossier), clock.local_day(each.given_at) > each.due_on)
            for each in explained_lately(agency)[:_SHOWN]
        ],
    }
    return _show(request, officer, agency, "explanations", "staff/lateness/explanations.html", context)


class ExplainForm(forms.Form):
    """What the head of the unit explains."""

    cause = forms.ChoiceField(label="Nguyên nhân", choices=[("", "Chọn nguyên nhân"), *CAUSES])
    words = forms.CharField(label="Giải trình cụ thể", widget=forms.Textarea({"rows": 3}))
    measures = forms.CharField(label="Cách khắc phục", widget=forms.Textarea({"rows": 3}))


@require_http_methods(["GET", "POST"])
@gate(Right.SIGN_OFF)
def explain_one(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """The explanation of one dossier by the head of the unit."""
    dossier = dossier_for(officer, key, Right.SIGN_OFF)
    if not officer.may(Right.SIGN_OFF, dossier.agency.path):
        raise NotFound
    form = ExplainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            explain(
                dossier.pk,
                cause=DelayCause(given["cause"]),
                words=given["words"],
                measures=given["measures"],
                actor=officer.actor,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            done(request, "Đã ghi giải trình.")
            return redirect(f"{reverse('staff:explanations')}?co-quan={dossier.agency.code}")
    context = {
        "dossier": dossier,
        "key": key_of(dossier),
        "form": form,
        "given": list(explanations_of(dossier)),
        "crumbs": [
            Crumb("Giải trình", f"{reverse('staff:explanations')}?co-quan={dossier.agency.code}"),
            Crumb(str(dossier)),
        ],
    }
    return show(
        request, officer, "staff/lateness/explain.html", context, status=422 if form.is_bound else 200
    )


def chosen_agency(request: HttpRequest, officer: Officer, right: Right = Right.SEE_DOSSIERS) -> Agency:
    """The agency of the address, else the officer's own, else the first in scope. NotFound when hidden or absent."""
    if code := request.GET.get("co-quan") or request.POST.get("co-quan"):
        return agency_for(officer, code, right)
    if officer.may(right, officer.agency_path):
        return agency_for(officer, officer.agency_code, right)
    first = agencies_of(officer, right)[:1]
    if not first:
        raise NotFound
    return first[0]


def agencies_of(officer: Officer, right: Right = Right.SEE_DOSSIERS) -> list[Agency]:
    """The agencies an officer may choose from, ended ones included: their dossiers go on."""
    here = paths_where(officer, right, field="path")
    return list(Agency.objects.filter(here).order_by("path")[:_MOST_AGENCIES])


def explained(told: Forecast) -> str:
    """The forecast in words: what is left, how long it takes, the earliest end."""
    if told.verdict is Verdict.UNKNOWN:
        return "Các bước còn lại không có thời gian quy định: người xử lý tự xem."
    if told.steps and told.unmeasured == len(told.steps):
        return f"Còn {len(told.steps)} bước không có thời gian quy định."
    steps = f"Còn {len(told.steps)} bước" if told.steps else "Không còn bước nào"
    needs = "".join(f", {each}" for each in _needed(told))
    begun = next((step for step in told.steps if step.begun), None)
    over = f"; bước {begun.number} đã dùng hết thời gian" if begun and begun.overrun else ""
    least = f" (chưa kể {told.unmeasured} bước không có thời gian)" if told.unmeasured else ""
    end = f"; xong sớm nhất {told.finish_at:%H:%M %d/%m/%Y}" if told.finish_at else ""
    return f"{steps}{needs}{over}{least}{end}."


def _needed(told: Forecast) -> list[str]:
    """What the steps left still take, each unit apart: days are never turned into hours."""
    parts = [(told.days, "ngày làm việc"), (told.calendar_days, "ngày"), (told.hours, "giờ làm việc")]
    return [f"{_number(many)} {unit}" for many, unit in parts if many]


def _number(many: float) -> str:
    return f"{many:.1f}".removesuffix(".0").replace(".", ",")


def _row(each: Watched) -> ForecastRow:
    return ForecastRow(
        each,
        key_of(each.dossier),
        TONES[each.forecast.verdict],
        explained(each.forecast),
        each.draft is not None and each.draft.state == ApologyState.DRAFTED.value,
        each.draft is not None and each.draft.state == ApologyState.RETURNED.value,
        each.apology_by < clock.today(),
    )


_CHOSEN: dict[str, Callable[[Watched], bool]] = {
    "qua-han": lambda each: each.forecast.verdict is Verdict.LATE and not each.late_at,
    "noi-khac": lambda each: bool(each.late_at),
    "du-bao": lambda each: each.forecast.verdict is Verdict.WILL_BE_LATE,
    "de-xuat": lambda each: each.proposed,
    "cho-ky": lambda each: each.draft is not None and each.draft.state == ApologyState.DRAFTED.value,
}


def _only(watched: Iterable[Watched], which: str) -> list[Watched]:
    chosen = _CHOSEN.get(which)
    return [each for each in watched if chosen is None or chosen(each)]


def _cards(watched: list[Watched], agency: Agency) -> list[Summary]:
    url = f"{reverse('staff:lateness')}?co-quan={agency.code}&xem="
    many = {which: len(_only(watched, which)) for which in _CHOSEN}
    return [
        Summary("Đã quá hạn", many["qua-han"], f"{url}qua-han", "", "late" if many["qua-han"] else "done"),
        Summary("Dự báo trễ hạn", many["du-bao"], f"{url}du-bao", "", "soon" if many["du-bao"] else "done"),
        Summary(
            "Đề xuất xin lỗi", many["de-xuat"], f"{url}de-xuat", "", "soon" if many["de-xuat"] else "done"
        ),
        Summary("Chờ lãnh đạo ký", many["cho-ky"], f"{url}cho-ky", "văn bản xin lỗi", "waiting"),
        Summary(
            "Chậm ở cơ quan tham gia",
            many["noi-khac"],
            f"{url}noi-khac",
            "không tính cho cơ quan này",
            "plain",
        ),
        Summary("Đang theo dõi", len(watched), url, "trễ, sắp trễ, sắp đến hạn", "plain"),
    ]


def _leavers(agency: Agency) -> list[tuple[Staff, int, Staff | None]]:
    """Who left with dossiers in hand, how many, and who seems to have followed them and may be given those."""
    may_take = colleagues_at(agency.path, clock.today())
    found = []
    for leaver, many in holders_gone(agency):
        likely = likely_taker(leaver, agency)
        fits = likely is not None and may_take.filter(pk=likely.pk).exists()
        found.append((leaver, many, likely if fits else None))
    return found


def _desk_row(
    dossier: Dossier, due: datetime | None, now: datetime
) -> tuple[Dossier, str, datetime | None, bool]:
    return dossier, key_of(dossier), due, due is not None and due < now


def _show(
    request: HttpRequest, officer: Officer, agency: Agency, here: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    views = (("forecasts", "Dự báo, xin lỗi", "lateness"), ("desk", "Chuyển, tiếp nhận, ý kiến", "lateness-desk"),
             ("explanations", "Giải trình", "explanations"))  # fmt: skip
    tabs = [
        NavItem(label, f"{reverse(f'staff:{name}')}?co-quan={agency.code}", current=which == here)
        for which, label, name in views
    ]
    common = {"agency": agency, "agencies": agencies_of(officer), "tabs": tabs}
    return show(request, officer, template, {**common, **context})
