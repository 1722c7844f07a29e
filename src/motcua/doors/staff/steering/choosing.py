"""Which agency and which period a page of figures is about: chosen in the address, within the officer's scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from motcua.datastore.kept import kept
from motcua.doors.frame.forms import DayField
from motcua.doors.frame.quick_widgets import PlainSelect
from motcua.kernel import clock
from motcua.kernel.periods import Period, PeriodKind, between, containing, parse
from motcua.kernel.refusals import NotFound, Refused
from motcua.measurement.queries import Scope, first_day, scope_of
from motcua.measurement.rules.tallies import KINDS
from motcua.organisation.enums import Level, Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.plans.access import agencies_for

_WITH_BELOW = {Level.PROVINCE.value, Level.DISTRICT.value}


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for: an agency (with those below it, from the district up) in a period."""

    agency: Agency
    period: Period
    agencies: tuple[Agency, ...]
    with_below: bool

    def scope(self) -> Scope:
        """For counting."""
        return scope_of(self.agency, with_below=self.with_below)

    @property
    def query(self) -> str:
        """The choice as part of an address."""
        return urlencode({"agency": self.agency.code, "period": self.period.code})

    def url(self, name: str, *arguments: object, **more: str) -> str:
        """The address of a steering page with the same choice."""
        extra = f"&{urlencode(more)}" if more else ""
        return f"{address(name, *arguments)}?{self.query}{extra}"

    def for_agency(self, agency: Agency) -> str:
        """The control room of another agency in the same period."""
        return f"{address('control')}?{urlencode({'agency': agency.code, 'period': self.period.code})}"

    def for_period(self, period: Period) -> str:
        """The control room of the same agency in another period."""
        return f"{address('control')}?{urlencode({'agency': self.agency.code, 'period': period.code})}"


def address(name: str, *arguments: object) -> str:
    """The address of a staff page: a picture has hundreds of them, the same on every page."""
    return _address(get_script_prefix(), name, arguments)


@lru_cache(maxsize=4096)
def _address(_prefix: str, name: str, arguments: tuple[object, ...]) -> str:
    return reverse(f"staff:{name}", args=arguments)


class ChoiceForm(forms.Form):
    """Agency and period, as a bar of filters."""

    agency = forms.ChoiceField(label="Cơ quan", required=False, widget=PlainSelect)
    period = forms.ChoiceField(label="Kỳ", required=False, widget=PlainSelect)
    first = DayField(label="Hoặc từ ngày", required=False)
    last = DayField(label="Đến ngày", required=False)

    def __init__(self, view: View) -> None:
        super().__init__({"agency": view.agency.code, "period": view.period.code})
        agency, period = self.fields["agency"], self.fields["period"]
        assert isinstance(agency, forms.ChoiceField)  # noqa: S101 - declared four lines above
        assert isinstance(period, forms.ChoiceField)  # noqa: S101
        agency.choices = [(each.code, _named(each)) for each in view.agencies]
        period.choices = period_choices(view.period, clock.today())


def chosen_view(request: HttpRequest, officer: Officer, *, otherwise: PeriodKind = PeriodKind.YEAR) -> View:
    """The choice of an address; without a period, the running one of the kind `otherwise`.

    An agency outside the scope is absent, a period that is none is refused.
    """
    agencies = _seen_by(officer)
    if not agencies:
        raise NotFound
    code = request.GET.get("agency") or officer.agency_code
    agency = next((each for each in agencies if each.code == code), None)
    if agency is None:
        if request.GET.get("agency"):
            raise NotFound
        agency = agencies[0]
    period = chosen_period(request, otherwise=otherwise)
    with_below = stands_over(agency) and any(
        grant.with_below and grant.covers(agency.path) for grant in officer.scopes(Right.SEE_FIGURES)
    )
    return View(agency, period, agencies, with_below)


@kept(Agency)
def _seen_by(officer: Officer) -> tuple[Agency, ...]:
    return tuple(agencies_for(officer, Right.SEE_FIGURES))


def stands_over(agency: Agency) -> bool:
    """Whether an agency is looked at together with those below it."""
    return agency.level in _WITH_BELOW


def chosen_period(request: HttpRequest, *, otherwise: PeriodKind = PeriodKind.YEAR) -> Period:
    """The period of an address; one that has not begun is refused."""
    text, today = request.GET.get("period", ""), clock.today()
    period = _kept(_any_range(request) or (parse(text) if text else containing(today, otherwise)))
    if period.first > today:
        raise Refused(f"{period.label} chưa đến, chưa có gì để đo. Chọn kỳ khác.", field="period")
    return period


def _kept(period: Period) -> Period:
    """Days typed from the first to the last of a month, a quarter…: that period, whose sums are kept."""
    if period.kind in KINDS:
        return period
    named = (containing(period.first, kind) for kind in KINDS)
    return next((one for one in named if (one.first, one.last) == (period.first, period.last)), period)


def _any_range(request: HttpRequest) -> Period | None:
    """The days of an address, when both stand there; they go before the period."""
    texts = [request.GET.get(name, "").strip() for name in ("first", "last")]
    if not any(texts):
        return None
    if not all(texts):
        raise Refused("Ghi cả hai ngày: từ ngày và đến ngày, hoặc bỏ trống cả hai.", field="period")
    field = DayField()
    try:
        first, last = (field.clean(text) for text in texts)
    except forms.ValidationError as wrong:
        raise Refused(" ".join(wrong.messages), field="period") from wrong
    return between(first, last)


def alive_in(agencies: tuple[Agency, ...], period: Period) -> list[Agency]:
    """Those that existed in a period."""
    return [
        each
        for each in agencies
        if each.valid_from <= period.last and (each.valid_to is None or each.valid_to >= period.first)
    ]


def last_months(today: date, many: int = 12) -> list[Period]:
    """The months up to that of a day, oldest first, as far back as the index was in force."""
    months = [containing(today, PeriodKind.MONTH)]
    while len(months) < many and months[-1].previous().last >= first_day():
        months.append(months[-1].previous())
    return months[::-1]


def _named(agency: Agency) -> str:
    until = f" (đến {agency.valid_to:%d/%m/%Y})" if agency.valid_to else ""
    return f"{agency.name}{until}"


_Choice = tuple[str, str]
_Choices = Sequence[_Choice | tuple[str, list[_Choice]]]


def period_choices(now: Period, today: date) -> _Choices:
    """Periods to choose from, by kind; the present choice among them."""
    groups = _periods_on(today)
    known = {code for _, choices in groups for code, _ in choices}
    return groups if now.code in known else [(now.code, now.label), *groups]


@lru_cache(maxsize=8)
def _periods_on(today: date) -> Sequence[tuple[str, list[_Choice]]]:
    """The same on every page of a day."""

    def some(kind: PeriodKind, many: int) -> list[_Choice]:
        period = containing(today, kind)
        found = []
        for _ in range(many):
            found.append((period.code, period.label))
            period = period.previous()
        return found

    return [
        ("Năm", some(PeriodKind.YEAR, 3)),
        ("6 tháng", some(PeriodKind.HALF_YEAR, 3)),
        ("Quý", some(PeriodKind.QUARTER, 6)),
        ("Tháng", some(PeriodKind.MONTH, 13)),
        (
            "Kỳ báo cáo (chốt ngày 14)",
            [
                *some(PeriodKind.REPORTING_YEAR, 3),
                *some(PeriodKind.REPORTING_HALF_YEAR, 2),
                *some(PeriodKind.REPORTING_QUARTER, 5),
                *some(PeriodKind.REPORTING_MONTH, 3),
            ],
        ),
        ("Tuần", some(PeriodKind.WEEK, 5)),
    ]
