"""Counters, kinds of tickets, what each counter calls, and the machines that give numbers."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.catalogue.models import Procedure
from motcua.counters import arranging, queries
from motcua.counters.models import Kiosk, TicketKind
from motcua.doors.frame.forms import Checkboxes, DayField
from motcua.doors.staff.administration.answering import Cleaned, form_page
from motcua.doors.staff.administration.desk.showing import (
    MANAGE,
    Do,
    Line,
    Sheet,
    Table,
    at,
    day_words,
    offer,
    row_of,
    sheet_page,
    the_desk,
)  # fmt: skip
from motcua.doors.staff.gates import done, gate
from motcua.kernel import clock
from motcua.organisation.models import Agency, Counter
from motcua.organisation.premises import close_counter, counters_of, open_counter
from motcua.organisation.rules import Officer

PAGE = "staff:desk-premises"


class CounterForm(forms.Form):
    """A counter."""

    number = forms.IntegerField(label="Số quầy", min_value=1, max_value=999)
    name = forms.CharField(
        label="Tên quầy", max_length=120, help_text="Lĩnh vực phục vụ, ví dụ: Hộ tịch, chứng thực."
    )
    first_day = DayField(label="Mở từ ngày")


class KindForm(forms.Form):
    """A kind of tickets."""

    letter = forms.CharField(label="Ký hiệu", max_length=2, help_text="Một hoặc hai chữ cái, ví dụ A.")
    name = forms.CharField(label="Loại việc", max_length=120)
    fields_ = forms.MultipleChoiceField(
        label="Lĩnh vực thủ tục", required=False, widget=Checkboxes(), help_text="Không chọn: mọi lĩnh vực."
    )
    first_day = DayField(label="Dùng từ ngày")


class ServingForm(forms.Form):
    """What a counter calls."""

    kinds = forms.MultipleChoiceField(
        label="Loại phiếu quầy này gọi",
        required=False,
        widget=Checkboxes(),
        help_text="Không chọn: gọi mọi loại.",
    )


class KioskForm(forms.Form):
    """A machine that gives numbers."""

    name = forms.CharField(label="Tên, nơi đặt máy", max_length=120)


@require_safe
@gate(*MANAGE)
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Everything the queue of a desk is made of."""
    agency = the_desk(request, officer, *MANAGE)
    counters = list(counters_of(agency, clock.today()))
    kinds = list(queries.kinds_of(agency))
    served = queries.kinds_served(counters)
    sheet = Sheet(
        "Quầy, loại phiếu, máy lấy số",
        do=(Do("Màn hình gọi số", reverse("public:queue-display", args=[agency.code])),),
        notes=() if kinds else ["Thêm loại phiếu thì máy lấy số và cán bộ mới cấp được số."],
        tables=[
            Table("Quầy", ("Quầy", "Tên", "Gọi loại phiếu"), [_counter(one, served) for one in counters],
                  "Chưa mở quầy nào.", (Do("Mở quầy", at("staff:desk-counter-add", agency), main=True),)),
            Table("Loại phiếu", ("Ký hiệu", "Loại việc", "Lĩnh vực", "Từ ngày"), [_kind(one) for one in kinds],
                  "Chưa có loại phiếu nào.", (Do("Thêm loại phiếu", at("staff:desk-kind-add", agency)),)),
            Table("Máy lấy số", ("Máy", "Địa chỉ mở trên máy", "Từ ngày"),
                  [_kiosk(request, one) for one in queries.kiosks_of(agency)], "Chưa có máy nào.",
                  (Do("Thêm máy", at("staff:desk-kiosk-add", agency)),),
                  "Địa chỉ có khóa riêng của từng máy: đừng gửi cho người khác. Mất máy thì ngừng ngay tại đây."),
        ],
    )  # fmt: skip
    return sheet_page(request, officer, agency, sheet, *MANAGE)


def _counter(one: Counter, served: dict[int, list[TicketKind]]) -> Line:
    kinds = ", ".join(kind.letter for kind in served.get(one.pk, ())) or "mọi loại"
    return Line(
        (str(one), one.name, kinds),
        (
            Do("Chọn loại phiếu", reverse("staff:desk-counter-serves", args=[one.pk]), about=str(one)),
            Do("Đóng quầy", reverse("staff:desk-counter-close", args=[one.pk]), post=True, about=str(one)),
        ),
    )


def _kind(one: TicketKind) -> Line:
    return Line(
        (one.letter, one.name, ", ".join(one.fields) or "mọi lĩnh vực", day_words(one.first_day)),
        (Do("Ngừng dùng", reverse("staff:desk-kind-end", args=[one.pk]), post=True, about=str(one)),),
    )


def _kiosk(request: HttpRequest, one: Kiosk) -> Line:
    url = request.build_absolute_uri(reverse("public:queue-kiosk", args=[one.key]))
    return Line(
        (
            one.name,
            format_html(
                '<span><a href="{}">{}</a><br><a href="{}">{}</a></span>',
                url,
                "Mở trang lấy số của máy này",
                request.build_absolute_uri(reverse("kiosk:start", args=[one.key])),
                "Mở màn hình phục vụ người dân",
            ),
            day_words(one.first_day),
        ),
        (Do("Ngừng", reverse("staff:desk-kiosk-end", args=[one.pk]), post=True, about=one.name),),
    )


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def counter_add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A counter opens."""
    agency = the_desk(request, officer, *MANAGE)

    def act(given: Cleaned) -> str:
        made = open_counter(actor=officer.actor, agency=agency, **given)
        return f"Đã mở {made}."

    there = [one.number for one in counters_of(agency, clock.today())]
    initial = {"number": max(there, default=0) + 1, "first_day": clock.today()}
    form = CounterForm(request.POST or None, initial=initial)
    return form_page(request, officer, form, act, heading="Mở quầy", back=at(PAGE, agency), submit="Mở quầy")


@require_POST
@gate(*MANAGE)
def counter_close(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A counter closes with today."""
    row = row_of(Counter, number, officer, *MANAGE)
    close_counter(actor=officer.actor, counter=row)
    done(request, f"{row} đóng sau hôm nay.")
    return redirect(at(PAGE, row.agency))


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def counter_serves(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """What a counter calls from now on."""
    row = row_of(Counter, number, officer, *MANAGE)
    kinds = {str(kind.pk): kind for kind in queries.kinds_of(row.agency)}

    def act(given: Cleaned) -> str:
        chosen = [kinds[key] for key in given["kinds"]]
        arranging.set_serving(actor=officer.actor, counter=row, kinds=chosen)
        return f"{row} gọi {', '.join(kind.letter for kind in chosen) or 'mọi loại'}."

    now = [str(kind.pk) for kind in queries.kinds_served([row]).get(row.pk, ())]
    form = ServingForm(request.POST or None, initial={"kinds": now})
    offer(form, "kinds", [(key, str(kind)) for key, kind in kinds.items()])
    return form_page(request, officer, form, act, heading=f"{row}: {row.name}", back=at(PAGE, row.agency))


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def kind_add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A kind of tickets, by fields of the catalogue."""
    agency = the_desk(request, officer, *MANAGE)

    def act(given: Cleaned) -> str:
        fields = given.pop("fields_")
        made = arranging.add_kind(actor=officer.actor, agency=agency, fields=fields, **given)
        return f"Đã thêm loại phiếu {made}."

    form = KindForm(
        request.POST or None, initial={"first_day": clock.today(), "letter": _next_letter(agency)}
    )
    fields = Procedure.objects.in_force().for_citizens().exclude(field="").order_by("field")
    offer(form, "fields_", [(name, name) for name in fields.values_list("field", flat=True).distinct()])
    return form_page(
        request, officer, form, act, heading="Thêm loại phiếu", back=at(PAGE, agency), submit="Thêm"
    )


def _next_letter(agency: Agency) -> str:
    taken = {kind.letter for kind in queries.kinds_of(agency)}
    return next((letter for letter in "ABCDEFGHKLMNPQRSTUVXY" if letter not in taken), "")


@require_POST
@gate(*MANAGE)
def kind_end(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """No more tickets of a kind."""
    row = row_of(TicketKind, number, officer, *MANAGE)
    arranging.end_kind(actor=officer.actor, kind=row)
    done(request, f"Loại phiếu {row} đã ngừng; số đang chờ vẫn được gọi.")
    return redirect(at(PAGE, row.agency))


@require_http_methods(["GET", "POST"])
@gate(*MANAGE)
def kiosk_add(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A machine that gives numbers."""
    agency = the_desk(request, officer, *MANAGE)

    def act(given: Cleaned) -> str:
        made = arranging.add_kiosk(actor=officer.actor, agency=agency, name=given["name"])
        return f"Đã thêm {made.name}: mở địa chỉ của máy trên chính máy đó."

    form = KioskForm(request.POST or None)
    return form_page(
        request, officer, form, act, heading="Thêm máy lấy số", back=at(PAGE, agency), submit="Thêm"
    )


@require_POST
@gate(*MANAGE)
def kiosk_end(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """A machine gives no more numbers."""
    row = row_of(Kiosk, number, officer, *MANAGE)
    arranging.end_kiosk(actor=officer.actor, kiosk=row)
    done(request, f"{row.name} không còn lấy số được.")
    return redirect(at(PAGE, row.agency))
