"""The portal's published scores: entered beside ours, and the difference explained."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.steering.choosing import ChoiceForm, chosen_view
from motcua.doors.staff.steering.dossier_lists import dossier_page
from motcua.indicators.actions import TOTAL, GivenValue, record_values
from motcua.indicators.enums import Provenance
from motcua.indicators.local import decimal_of
from motcua.indicators.scoring import Count
from motcua.indicators.sets import IndicatorSet
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.comparing import Likely, compare, likely_dossiers, published_values
from motcua.measurement.queries import Figures, board
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_POINTS, _NUMERATOR, _DENOMINATOR = "diem-", "tu-", "mau-"


class PortalForm(forms.Form):
    """Points and, where the portal shows them, both counts of each criterion; what is empty is not entered."""

    evidence = forms.CharField(
        label="Xem ở đâu, ngày nào", max_length=500, help_text="Địa chỉ trang của Cổng và ngày xem."
    )

    def __init__(self, used: IndicatorSet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.used = used
        for code, name in [*((one.code, one.code) for one in used.scored), (TOTAL, "tổng")]:
            self.fields[_POINTS + code] = forms.CharField(label=f"Điểm {name}", required=False, max_length=8)
            if code != TOTAL:
                for mark, words in ((_NUMERATOR, "Tử số"), (_DENOMINATOR, "Mẫu số")):
                    self.fields[mark + code] = forms.IntegerField(
                        label=f"{words} {name}",
                        required=False,
                        min_value=0,
                        error_messages={
                            "min_value": "Ghi một số từ 0 trở lên.",
                            "invalid": "Ghi một số nguyên.",
                        },
                    )

    def values(self) -> Iterator[GivenValue]:
        """What was filled in; refuses a number that is none and counts that do not fit, naming the criterion."""
        for code in [*(one.code for one in self.used.scored), TOTAL]:
            typed = str(self.cleaned_data[_POINTS + code]).strip()
            count = self._count(code)
            if not typed and count is None:
                continue
            points = decimal_of(typed) if typed else None
            if typed and points is None:
                raise Refused("Ghi một số, ví dụ 5,42.", field=_POINTS + code)
            yield GivenValue(code, points, count)

    def _count(self, code: str) -> Count | None:
        numerator, denominator = (
            self.cleaned_data.get(_NUMERATOR + code),
            self.cleaned_data.get(_DENOMINATOR + code),
        )
        if numerator is None and denominator is None:
            return None
        if numerator is None or denominator is None:
            raise Refused("Ghi cả tử số và mẫu số, hoặc bỏ cả hai.", field=_NUMERATOR + code)
        try:
            return Count(numerator, denominator)
        except Refused as refused:
            raise Refused(refused.message, field=_NUMERATOR + code) from refused

    def rows(self) -> list[tuple[Any, ...]]:
        """Each criterion with its three fields; the total with one."""
        found: list[tuple[Any, ...]] = [
            (
                one.code,
                one.name,
                self[_NUMERATOR + one.code],
                self[_DENOMINATOR + one.code],
                self[_POINTS + one.code],
            )
            for one in self.used.scored
        ]
        return [*found, ("", "Tổng điểm", None, None, self[_POINTS + TOTAL])]


@require_GET
@gate(Right.SEE_FIGURES)
def portal(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Ours beside the portal's, criterion by criterion, with what the difference likely is."""
    view = chosen_view(request, officer)
    scope, now = view.scope(), clock.now()
    shown = board([scope], [view.period], now)[view.agency.code, view.period.code]
    context = {
        "view": view,
        "choice": ChoiceForm(view),
        "shown": shown,
        "rows": compare(shown, scope),
        "total": published_values(shown).get(TOTAL),
        "may_steer": officer.may(Right.STEER, view.agency.path),
    }
    return show(request, officer, "staff/steering/portal.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def enter(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Enter the scores that the portal published; entered again, the later ones hold and the old ones stay."""
    view = chosen_view(request, officer)
    if not officer.may(Right.STEER, view.agency.path):
        raise NotFound
    shown = board([view.scope()], [view.period], clock.now())[view.agency.code, view.period.code]
    form = PortalForm(shown.score.indicator_set, request.POST or None)
    if request.method == "POST" and form.is_valid() and _kept(officer, form, shown):
        done(request, "Đã ghi điểm Cổng công bố. Số của hệ thống không bị thay đổi.")
        return redirect(view.url("portal-scores"))
    context = {
        "view": view,
        "form": form,
        "rows": form.rows(),
        "crumbs": [Crumb("Điểm Cổng công bố", view.url("portal-scores")), Crumb("Nhập điểm")],
    }
    return show(
        request, officer, "staff/steering/portal_enter.html", context, status=422 if form.is_bound else 200
    )


@require_GET
@gate(Right.SEE_FIGURES)
def dossiers(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """The dossiers of one likely reason."""
    if kind not in set(Likely):
        raise NotFound
    view = chosen_view(request, officer)
    facts = likely_dossiers(Likely(kind), view.scope(), view.period, clock.now()).order_by(
        "due_date", "dossier_id"
    )
    page = Paginator(facts.values_list("dossier_id", flat=True), 50).get_page(request.GET.get("page"))
    context = {
        "view": view,
        "whole_heading": Likely(kind).label[:1].upper() + Likely(kind).label[1:],
        "page": page,
        "rows": dossier_page(officer, list(page)),
        "many": page.paginator.count,
    }
    return show(request, officer, "staff/steering/open_dossiers.html", context)


def _kept(officer: Officer, form: PortalForm, shown: Figures) -> bool:
    try:
        values = list(form.values())
        if not values:
            raise Refused("Ghi điểm của ít nhất một tiêu chí.")
        record_values(
            officer.actor,
            set_code=shown.set_code,
            rules_of=shown.score.indicator_set.rules_of,
            agency=shown.agency.code,
            period=shown.period,
            values=values,
            provenance=Provenance.PUBLISHED,
            evidence=form.cleaned_data["evidence"],
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True
