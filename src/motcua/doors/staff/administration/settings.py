"""Settings over the law, as dated rows with source and reason; nothing is edited, everything is explained."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.administration.answering import Cleaned, administered, agency_of
from motcua.doors.staff.administration.setting_words import BY_KEY, SETTINGS, SettingWords
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.regimes.actions import set_value, withdraw
from motcua.regimes.queries import Rules, history, rules_on
from motcua.regimes.rules import Row


class SettingForm(forms.Form):
    """A new value from a day on, or back to what holds above."""

    value = forms.CharField()
    first_day = DayField(label="Áp dụng từ ngày")
    source = forms.CharField(
        label="Văn bản", max_length=300, required=False, help_text="Văn bản cho phép đặt khác đi."
    )
    reason = forms.CharField(label="Lý do", max_length=500)

    def __init__(self, words: SettingWords, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["value"] = words.field()


@require_safe
@gate(Right.ADMINISTER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every setting with the value of today, where it comes from and how sure it is."""
    agency = agency_of(request, officer)
    ask = rules_on(clock.today(), scopes=agency.chain)
    rows = [(words, words.shown(row.value), row) for words in SETTINGS if (row := _row(ask, words.key))]
    context = {"agency": agency, "agencies": administered(officer), "rows": rows}
    return show(request, officer, "staff/administration/settings.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def one(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """One setting: change it, take the own value back, and everything ever set."""
    agency, words = agency_of(request, officer), BY_KEY.get(key)
    if words is None:
        raise NotFound
    today = clock.today()
    row = rules_on(today, scopes=agency.chain).explain(key)
    initial = {"value": str(row.value) if words.kind == "yes" else row.value, "first_day": today}
    taking_back = "take_back" in request.POST
    form = SettingForm(words, request.POST or None, initial=initial)
    if taking_back:
        del form.fields["value"]
    if request.method == "POST" and form.is_valid() and _changed(request, officer, agency, words, form):
        return redirect(_page(agency))
    context = {
        "agency": agency,
        "form": form,
        "words": words,
        "row": row,
        "shown": words.shown(row.value),
        "own": row.scope == agency.code,
        "history": [(words.shown(each.value), each) for each in history(key, agency.code)],
        "crumbs": [Crumb("Thiết lập", _page(agency)), Crumb(words.label)],
    }
    return show(
        request, officer, "staff/administration/setting.html", context, status=422 if form.is_bound else 200
    )


def _changed(
    request: HttpRequest, officer: Officer, agency: Agency, words: SettingWords, form: forms.Form
) -> bool:
    given: Cleaned = form.cleaned_data
    common = {
        "actor": officer.actor,
        "key": words.key,
        "scope": agency.code,
        "first_day": given["first_day"],
        "reason": given["reason"],
    }
    try:
        if "value" in given:
            set_value(value=words.value(given["value"]), source=given["source"], **common)
        else:
            withdraw(**common)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    done(request, "Đã lưu thiết lập." if "value" in given else "Đã bỏ giá trị riêng.")
    return True


def _row(ask: Rules, key: str) -> Row | None:
    try:
        return ask.explain(key)
    except Refused:
        return None


def _page(agency: Agency) -> str:
    return f"{reverse('staff:settings')}?co-quan={agency.code}"
