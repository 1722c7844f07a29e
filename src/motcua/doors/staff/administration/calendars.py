"""The agency's own days off and days worked, in versions by year, and its office hours from a day on."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.forms import DayField
from motcua.doors.staff.administration.answering import Cleaned, administered, agency_of, form_page
from motcua.doors.staff.administration.hours import HoursField
from motcua.doors.staff.gates import gate
from motcua.doors.staff.pages import show
from motcua.dossiers.desk_watch import calendar_gaps
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer
from motcua.worktime.actions import publish_version, set_hours
from motcua.worktime.models import CalendarVersion, OfficeHours
from motcua.worktime.queries import Calendars, calendars_for


class DaysField(forms.CharField):
    """Days with a reason, one a line: 05/02/2027 Nghỉ lễ hội; cleaned: dicts as calendars keep them."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """Stored days as lines."""
        if isinstance(value, list):
            return "\n".join(
                f"{date.fromisoformat(each['day']):%d/%m/%Y} {each.get('why', '')}".strip() for each in value
            )
        return value

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The days; raises ValidationError naming the line."""
        text = super().clean(value)
        return [_marked(line.strip()) for line in text.splitlines() if line.strip()]


def _marked(line: str) -> dict[str, str]:
    day_text, _, why = line.partition(" ")
    try:
        day = DayField().to_python(day_text)
    except ValidationError:
        day = None
    if day is None:
        raise ValidationError(f"Dòng «{line}» không bắt đầu bằng ngày. Ví dụ: 05/02/2027 Lễ hội của xã.")
    return {"day": day.isoformat(), "why": why.strip() or "Ngày riêng của cơ quan"}


class YearForm(forms.Form):
    """One year of an agency's own days."""

    year = forms.IntegerField(label="Năm", min_value=2018, max_value=2100)
    off = DaysField(
        label="Ngày nghỉ riêng",
        required=False,
        help_text="Mỗi dòng một ngày và lý do, ví dụ: 05/02/2027 Lễ hội của xã.",
    )
    worked = DaysField(
        label="Ngày làm việc bù, làm thêm",
        required=False,
        help_text="Ngày nghỉ chung mà cơ quan vẫn làm việc.",
    )
    source = forms.CharField(label="Văn bản", max_length=300, help_text="Số, ngày, cơ quan ban hành.")


class HoursForm(forms.Form):
    """Office hours from a day on."""

    first_day = DayField(label="Áp dụng từ ngày")
    morning = HoursField(label="Buổi sáng, thứ Hai đến thứ Sáu")
    afternoon = HoursField(label="Buổi chiều, thứ Hai đến thứ Sáu", required=False)
    saturday = HoursField(label="Thứ Bảy", required=False, help_text="Để trống nếu không làm việc thứ Bảy.")
    source = forms.CharField(label="Văn bản", max_length=300)


@require_safe
@gate(Right.ADMINISTER)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The hours of today, the days off still to come this year, and every version with its source."""
    agency = agency_of(request, officer)
    today = clock.today()
    known = calendars_for(agency.chain)
    context = {
        "agency": agency,
        "agencies": administered(officer),
        "hours": OfficeHours.objects.filter(scope=agency.code).order_by("-first_day", "-pk")[:20],
        "versions": CalendarVersion.objects.filter(scope=agency.code).order_by("-year", "-version")[:50],
        "ahead": _days_off_ahead(known, today),
        "next_year": today.year + 1,
        "ahead_next": _days_off_ahead(known, date(today.year + 1, 1, 1)),
        "provisional_next": _provisional(known, today.year + 1),
        "year": today.year,
        "gaps": calendar_gaps(agency),
    }
    return show(request, officer, "staff/administration/calendar.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def own_days(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The next version of a year; due dates already given keep the version they came from."""
    agency = agency_of(request, officer)
    year = int(request.GET["nam"]) if request.GET.get("nam", "").isdigit() else clock.today().year
    newest = CalendarVersion.objects.filter(scope=agency.code, year=year).order_by("-version").first()

    def act(given: Cleaned) -> str:
        made = publish_version(actor=officer.actor, scope=agency.code, **given)
        return f"Đã ban hành lịch riêng năm {made.year}, phiên bản {made.version}."

    initial = {
        "year": year,
        **({name: newest.data.get(name, []) for name in ("off", "worked")} if newest else {}),
    }
    return form_page(
        request, officer, YearForm(request.POST or None, initial=initial), act, heading=f"Lịch riêng của {agency.name}",
        back=_page(agency), submit="Ban hành phiên bản mới",
        lead="Lịch nghỉ chung của cả nước đã có sẵn; ở đây chỉ ghi những ngày khác đi. Hạn đã hẹn không đổi theo.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@gate(Right.ADMINISTER)
def office_hours(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Office hours from a day on."""
    agency = agency_of(request, officer)

    def act(given: Cleaned) -> str:
        set_hours(
            actor=officer.actor, scope=agency.code, first_day=given["first_day"], source=given["source"],
            office=[*given["morning"], *given["afternoon"]], saturday=given["saturday"],
        )  # fmt: skip
        return f"Đã đặt giờ làm việc từ {given['first_day']:%d/%m/%Y}."

    form = HoursForm(
        request.POST or None,
        initial={"first_day": clock.today(), "morning": "07:30-11:30", "afternoon": "13:30-17:00"},
    )
    return form_page(
        request, officer, form, act, heading=f"Giờ làm việc của {agency.name}", back=_page(agency), submit="Đặt giờ làm việc",
        lead="Hồ sơ tiếp nhận từ ngày này tính hạn theo giờ mới; hạn đã hẹn không đổi.",
    )  # fmt: skip


def _days_off_ahead(known: Calendars, today: date) -> list[tuple[date, str]]:
    """Weekdays off until the end of a day's year, as the clock of dossiers sees them; none where no calendar is known."""
    try:
        calendar = known.on(today)
        days = [
            date.fromordinal(number)
            for number in range(today.toordinal(), date(today.year, 12, 31).toordinal() + 1)
        ]
        return [
            (day, calendar.why_off(day)) for day in days if day.weekday() < 5 and not calendar.is_working(day)
        ]
    except Refused:
        return []


def _provisional(known: Calendars, year: int) -> bool:
    """Whether a year has only the days that the law fixes, for the swapped ones are not decided yet."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    try:
        return known.on(first).provisional_in(first, last)
    except Refused:
        return False


def _page(agency: Agency) -> str:
    return f"{reverse('staff:calendar')}?co-quan={agency.code}"
