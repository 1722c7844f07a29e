"""Indicator sets: which holds where and when, and a new one made as a copy of another."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.administration.answering import administered
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.indicators import local, sets
from motcua.indicators.assessed import assessed_set
from motcua.indicators.enums import SetKind
from motcua.indicators.local import CriterionChange, NewSet
from motcua.indicators.models import LocalSet
from motcua.indicators.rescoring import Rescoring
from motcua.indicators.sets import Criterion
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer

_POINTS, _LIMIT = "diem-", "nguong-"


class SetForm(forms.Form):
    """Name, days, basis and place of a new set; points and thresholds are fields of each criterion."""

    code = forms.CharField(label="Mã bộ chỉ số", max_length=20, help_text="Ví dụ 766-H99.")
    title = forms.CharField(label="Tên", max_length=400)
    basis = forms.CharField(
        label="Văn bản ban hành", max_length=400, help_text="Số, ngày và cơ quan ban hành."
    )
    scope = forms.ChoiceField(label="Áp dụng cho cơ quan này và các đơn vị trực thuộc")
    first = DayField(label="Áp dụng từ ngày")
    last = DayField(label="Đến hết ngày", required=False)
    rescored = forms.CharField(label="Chấm lại các kỳ đã kết thúc", required=False, max_length=60)

    def __init__(
        self, agencies: list[Agency], criteria: tuple[Criterion, ...], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)  # noqa: S101 - declared above
        scope.choices = [(each.code, each.name) for each in agencies]
        self.criteria = criteria
        for one in criteria:
            limit = _plain(one.threshold * 100) if one.threshold is not None else ""
            self.fields[_POINTS + one.code] = forms.CharField(
                label=f"Điểm tối đa của {one.code}", initial=_plain(one.maximum), max_length=8
            )
            self.fields[_LIMIT + one.code] = forms.CharField(
                label=f"Ngưỡng đủ điểm của {one.code} (%)", initial=limit, required=False, max_length=8
            )

    def clean(self) -> dict[str, Any]:
        """Points and thresholds as numbers, as people here type them."""
        given = super().clean() or {}
        for name, value in list(given.items()):
            if name.startswith((_POINTS, _LIMIT)) and value:
                given[name] = local.decimal_of(str(value))
                if given[name] is None:
                    self.add_error(name, "Ghi một số, ví dụ 2 hoặc 2,5.")
        return given

    def rows(self) -> list[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields."""
        return [(one, self[_POINTS + one.code], self[_LIMIT + one.code]) for one in self.criteria]

    def new(self, base: str) -> NewSet:
        """What is asked for."""
        given = self.cleaned_data
        return NewSet(
            code=given["code"],
            title=given["title"],
            base=base,
            scope=given["scope"],
            first=given["first"],
            last=given["last"],
            basis=given["basis"],
            criteria={
                one.code: CriterionChange(
                    given[_POINTS + one.code],
                    None if given[_LIMIT + one.code] == "" else given[_LIMIT + one.code],
                )
                for one in self.criteria
            },
        )


@require_GET
@gate(Right.ADMINISTER, Right.SEE_FIGURES)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every set there is, packaged and made here, with its days."""
    today = clock.today()
    context = {
        "packaged": [sets.load(code, on=today) for code in sets.known()],
        "reform": assessed_set(),
        "made": visible_sets(officer),
        "today": today,
        "may_make": officer.may_anywhere(Right.ADMINISTER),
    }
    return show(request, officer, "staff/steering/sets.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def copy(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A new set as a copy of one: other points, thresholds, days."""
    today = clock.today()
    _known(officer, code)
    content = local.content_of(code, on=today)
    base = sets.build(content, on=max(content["first"], min(today, content.get("last", today))))
    agencies = [each for each in administered(officer) if each.valid_to is None or each.valid_to >= today]
    initial = {"first": date(today.year + 1, 1, 1), "title": base.title}
    form = SetForm(agencies, base.scored, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _made(officer, form, code):
        done(request, _told(local.rescored_by(form.new(code))))
        return redirect("staff:sets")
    context = {
        "form": form,
        "base": base,
        "heads": [form[name] for name in ("code", "title", "basis", "scope", "first", "last")],
        "rows": form.rows(),
        "again": local.rescored_by(form.new(code)) if form.has_error("rescored", "rescores") else None,
        "crumbs": [Crumb("Bộ chỉ số", reverse("staff:sets")), Crumb(f"Chép từ {code}")],
    }
    return show(
        request, officer, "staff/steering/set_copy.html", context, status=422 if form.is_bound else 200
    )


@require_GET
@gate(Right.ADMINISTER, Right.SEE_FIGURES)
def one(request: HttpRequest, officer: Officer, code: str) -> HttpResponse:
    """A set with every criterion, its rule, days and source."""
    today = clock.today()
    _known(officer, code)
    content = local.content_of(code, on=today)
    shown = sets.build(content, on=max(content["first"], min(today, content.get("last", today))))
    context = {
        "set": shown,
        "groups": [
            (group, [each for each in shown.criteria if each.group == group.code])
            for group in shown.groups
            if not group.parts
        ],
        "crumbs": [Crumb("Bộ chỉ số", reverse("staff:sets")), Crumb(code)],
    }
    return show(request, officer, "staff/steering/set.html", context)


def _known(officer: Officer, code: str) -> None:
    made = (row for row in visible_sets(officer) if row.kind == SetKind.SCORED.value)
    if code not in sets.known() and not any(row.code == code for row in made):
        raise NotFound


def visible_sets(officer: Officer) -> list[LocalSet]:
    """Sets that hold for the officer's own agency, or were made for one they administer."""
    mine = {each.code for each in administered(officer)} | set(officer.agency_path.strip("/").split("/"))
    return [row for row in LocalSet.objects.all() if row.scope in mine]


def _made(officer: Officer, form: SetForm, base: str) -> bool:
    try:
        local.make_set(form.new(base), actor=officer.actor, confirmed=form.cleaned_data["rescored"])
    except Refused as refused:
        field = refused.field or ""
        of_criterion = (_LIMIT if refused.code == "threshold" else _POINTS) + field
        known = next((name for name in (field, of_criterion) if name in form.fields), None)
        form.add_error(known, forms.ValidationError(refused.message, code=refused.code))
        return False
    return True


def _told(again: Rescoring) -> str:
    if again.periods:
        return f"Đã lập bộ chỉ số. {len(again.periods)} kỳ đã kết thúc được chấm lại theo bộ này; điểm đã công bố giữ nguyên."
    return "Đã lập bộ chỉ số. Các kỳ kết thúc trước ngày áp dụng vẫn giữ bộ cũ."


def _plain(number: Any) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
