"""Drawing at random: agencies to inspect, dossiers to look at; a page from which anyone can draw again."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.administration.answering import Cleaned
from motcua.doors.staff.control.showing import Place, Sheet, place_of, sheet
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.sent_once import AGAIN, once
from motcua.inspections import access, inspecting
from motcua.inspections.enums import Among, CheckState, DrawOf
from motcua.inspections.framing import Source
from motcua.inspections.inspection_models import Draw, Inspection
from motcua.inspections.rules import digest_of, draw
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency
from motcua.organisation.rules import Officer


class SeedForm(forms.Form):
    """How many, and the seed when it is given in public."""

    many = forms.IntegerField(label="Số lượng rút", min_value=1, max_value=1000)
    seed = forms.CharField(
        label="Số gieo", max_length=100, required=False,
        help_text="Số công khai do nhiều người cùng chứng kiến (bốc thăm, kết quả xổ số…). Để trống thì hệ thống lấy "
        "ngẫu nhiên.",
    )  # fmt: skip
    origin = forms.CharField(label="Số gieo lấy từ đâu, ai chứng kiến", max_length=300, required=False)
    reason = forms.CharField(
        label="Vì sao rút lại",
        max_length=500,
        required=False,
        help_text="Chỉ khi đã rút từ đúng danh sách này.",
    )


class DossiersForm(SeedForm):
    """Among which dossiers."""

    among = forms.ChoiceField(label="Rút trong", choices=[(each.value, each.label) for each in Among])
    first_day = DayField(label="Tiếp nhận từ ngày")
    last_day = DayField(label="Đến hết ngày")
    field_order = ("among", "first_day", "last_day", "many", "seed", "origin", "reason")


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def dossiers(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Dossiers of the inspected agency are drawn for an inspection."""
    row = access.inspection_to_lead(officer, number)
    today = clock.today()
    initial = {"first_day": today.replace(day=1, month=1), "last_day": today, "many": 10}
    form = DossiersForm(request.POST or None, initial=initial)
    back = reverse("staff:inspection", args=[row.pk])
    return _drawing(request, officer, form, "Rút hồ sơ ngẫu nhiên", row.title, back, inspection=row)


@require_http_methods(["GET", "POST"])
@gate(Right.STEER)
def agencies(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Agencies below the own one are drawn, to be inspected; and the draws made before."""
    place = place_of(request, officer, Right.STEER)
    form = SeedForm(request.POST or None, initial={"many": 3})
    lead = f"{place.agency.name}: rút trong các đơn vị trực thuộc"
    return _drawing(
        request, officer, form, "Rút đơn vị ngẫu nhiên", lead, place.url("staff:inspections"), place=place
    )


def _drawing(
    request: HttpRequest, officer: Officer, form: forms.Form, heading: str, lead: str, back: str, *,
    inspection: Inspection | None = None, place: Place | None = None,
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as first:
                made = _draw(form.cleaned_data, officer, inspection, place) if first else None
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            if made is None:
                done(request, AGAIN)
                return redirect(back)
            done(request, f"Đã rút {len(made.drawn)} trong {made.size}.")
            return redirect("staff:inspection-drawn", number=made.pk)
    context: dict[str, Any] = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "submit_label": "Rút",
        "cancel_url": back,
    }
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


def _draw(given: Cleaned, officer: Officer, inspection: Inspection | None, place: Place | None) -> Draw:
    if inspection is not None:
        source = Source(inspection.agency, DrawOf.DOSSIERS, inspection, Among(given["among"]),
                        given["first_day"], given["last_day"])  # fmt: skip
    else:
        assert place is not None  # noqa: S101 - one of the two is given
        source = Source(place.agency, DrawOf.AGENCIES)
    return inspecting.draw_lots(
        source, given["many"], actor=officer.actor, seed=given["seed"], origin=given["origin"],
        reason=given["reason"],
    )  # fmt: skip


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def drawn(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A draw: seed, method, list, what came out; drawn again before the reader's eyes."""
    row = access.draw_for(officer, number)
    again = draw(row.seed, row.frame, len(row.drawn))
    same = digest_of(row.frame) == row.digest and [list(each) for each in again] == row.drawn
    others = Draw.objects.filter(agency=row.agency, inspection=row.inspection, of=row.of).exclude(pk=row.pk)
    names = {}
    if row.of == DrawOf.AGENCIES.value:
        codes = [key for key, _ in row.drawn]
        names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    context: dict[str, Any] = {
        "row": row, "same": same, "origin": row.seed_origin, "kind": DrawOf(row.of).label.lower(),
        "among": Among(row.among).label if row.among else "",
        "lines": [(place, key, mark, names.get(key, "")) for place, (key, mark) in enumerate(row.drawn, start=1)],
        "others": list(others.defer("frame").order_by("pk")),
        "seed_parts": _in_parts(row.seed), "digest_parts": _in_parts(row.digest),
        "of_dossiers": row.of == DrawOf.DOSSIERS.value,
        "acts": officer.may(Right.STEER, row.agency.path)
        and (row.inspection is None or row.inspection.status is CheckState.DECIDED),
    }  # fmt: skip
    crumbs = [Crumb("Kiểm tra", f"{reverse('staff:inspections')}?co-quan={row.agency.code}")]
    if row.inspection:
        crumbs.append(Crumb(row.inspection.title, reverse("staff:inspection", args=[row.inspection_id])))
    of = Sheet("Lần rút ngẫu nhiên", crumbs=[*crumbs, Crumb(f"Lần rút số {row.pk}")])
    return sheet(request, officer, of, template="staff/control/drawn.html", **context)


def _in_parts(text: str) -> list[str]:
    """A long code in pieces between which a narrow screen may break the line."""
    return [text[first : first + 8] for first in range(0, len(text), 8)]


@require_safe
@gate(Right.SEE_FIGURES, Right.STEER)
def frame(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The list a draw was made from, as it was kept: one code a line."""
    row = access.draw_for(officer, number)
    disposition = f'attachment; filename="danh-sach-rut-{row.pk}.txt"'
    return HttpResponse(
        row.frame, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition}
    )
