"""The officer's side of the queue: sit down at a counter, call, call again, send on, finish, give a number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.counters import actions, queries
from motcua.counters.actions import NewTicket
from motcua.counters.enums import Source
from motcua.counters.models import Call, Ticket, TicketKind
from motcua.counters.rules import words_of
from motcua.counters.slips import ticket_pdf
from motcua.doors.frame.components import Summary
from motcua.doors.frame.forms import DayField
from motcua.doors.staff.administration.answering import Cleaned
from motcua.doors.staff.gates import act_key_of, done, gate
from motcua.doors.staff.pages import show
from motcua.dossiers.reception_counts import received_since
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.access import desk_for, desks_for
from motcua.organisation.desk_enums import Session
from motcua.organisation.enums import Right
from motcua.organisation.models import Agency, Counter
from motcua.organisation.premises import counters_of
from motcua.organisation.rosters import seat_of
from motcua.organisation.rules import Officer
from motcua.regimes.queries import rule

_SHOWN = 30
_SEAT = "quay"


class ClockField(forms.CharField):
    """A time of today: 9:30, 9h30, 09:30; cleaned: the moment."""

    def clean(self, value: Any) -> datetime | None:
        """The moment today, None when left empty; raises ValidationError saying how to write it."""
        text = super().clean(value).strip().lower().replace("h", ":").replace("g", ":")
        if not text:
            return None
        hour, _, minute = text.partition(":")
        if not hour.isdigit() or not (minute or "0").isdigit() or int(hour) > 23 or int(minute or 0) > 59:
            raise ValidationError("Ghi giờ và phút, ví dụ 9:30.")
        return clock.at_local(clock.today(), int(hour), int(minute or 0))


class TicketForm(forms.Form):
    """A number given by an officer."""

    kind = forms.ChoiceField(label="Loại việc")
    priority = forms.ChoiceField(label="Đối tượng ưu tiên", required=False)
    appointment_at = ClockField(
        label="Giờ hẹn hôm nay", required=False, help_text="Chỉ ghi khi đã hẹn trước, ví dụ 9:30."
    )

    def __init__(
        self, kinds: Sequence[TicketKind], priorities: dict[str, str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kind, priority = self.fields["kind"], self.fields["priority"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(priority, forms.ChoiceField)  # noqa: S101 - declared above
        kind.choices = [(str(one.pk), str(one)) for one in kinds]
        priority.choices = [("", "Không"), *priorities.items()]


@require_safe
@gate(Right.RECEIVE)
def queue(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Who is called, who waits, and the next thing to press."""
    agency = desk_for(officer, request.GET.get("co-quan", ""), Right.RECEIVE)
    running = queries.running_of(officer.staff_id)
    if running:
        agency = running.agency
    today, now = clock.today(), clock.now()
    counters = list(counters_of(agency, today))
    counter = running.counter if running else _seat(request, officer, counters)
    waiting = queries.in_order(counter, today, now) if counter else []
    context = {
        "agency": agency,
        "agencies": desks_for(officer, Right.RECEIVE),
        "counters": counters,
        "counter": counter,
        "running": running,
        "dossiers": _received(running) if running else (),
        "kinds": [
            kind for kind in queries.kinds_of(agency) if not running or kind.pk != running.ticket.kind_id
        ],
        "waiting": [_row(ticket, now) for ticket in waiting[:_SHOWN]],
        "many": len(waiting),
        "absent": queries.absent_today(agency, today)[:_SHOWN],
        "others": [
            call for call in queries.calls_running(agency, today) if call.officer_id != officer.staff_id
        ],
        "crumbs": (),
    }
    return show(request, officer, "staff/queue.html", context)


def _row(ticket: Ticket, now: datetime) -> dict[str, Any]:
    since = int((now - ticket.waiting_from).total_seconds())
    return {"ticket": ticket, "waits": words_of(max(since, 0))}


def _seat(request: HttpRequest, officer: Officer, counters: Sequence[Counter]) -> Counter | None:
    """The counter of the address, else the one chosen before, else of the roster, else the only one."""
    asked = request.GET.get(_SEAT) or str(request.session.get(_SEAT, ""))
    found = next((one for one in counters if str(one.pk) == asked), None)
    if found:
        return found
    now = clock.local(clock.now())
    session = Session.MORNING if now.hour < 12 else Session.AFTERNOON
    rostered = seat_of(officer.staff_id, now.date(), session)
    return next(
        (one for one in counters if rostered and one.pk == rostered.pk),
        counters[0] if len(counters) == 1 else None,
    )


def _received(call: Call) -> Sequence[str]:
    """Codes of what this officer received at this desk since the number was called."""
    return received_since(call.agency, call.officer_id, call.called_at)


@require_POST
@gate(Right.RECEIVE)
def call_next(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The one served is done; the next is called."""
    counter = _counter(request, officer)
    running = queries.running_of(officer.staff_id)
    request.session[_SEAT] = counter.pk
    made = actions.call_next(
        actor=officer.actor, counter=counter, officer_id=officer.staff_id,
        dossiers=_received(running) if running else (), act_key=act_key_of(request),
    )  # fmt: skip
    done(request, f"Mời số {made.ticket} đến {counter}." if made else "Không còn ai chờ ở quầy này.")
    return redirect(_page(counter.agency))


@require_POST
@gate(Right.RECEIVE)
def call_one(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """Somebody who came back, or who is called out of turn."""
    counter = _counter(request, officer)
    ticket = Ticket.objects.filter(pk=number, agency=counter.agency).first()
    if ticket is None:
        raise NotFound
    running = queries.running_of(officer.staff_id)
    actions.call_one(
        actor=officer.actor, counter=counter, officer_id=officer.staff_id, ticket=ticket,
        dossiers=_received(running) if running else (),
    )  # fmt: skip
    done(request, f"Mời số {ticket} đến {counter}.")
    return redirect(_page(counter.agency))


@require_POST
@gate(Right.RECEIVE)
def act(request: HttpRequest, officer: Officer, what: str) -> HttpResponse:
    """What is done with the number being served: again, finish, absent, later, to another queue."""
    call = queries.running_of(officer.staff_id)
    if call is None:
        raise Refused("Ông/bà không đang phục vụ số nào: có thể lượt này đã kết thúc ở cửa sổ khác.")
    if what == "goi-lai":
        actions.call_again(actor=officer.actor, call=call)
        words = f"Gọi lại số {call.ticket}."
    elif what == "xong":
        actions.finish(actor=officer.actor, call=call, dossiers=_received(call))
        words = f"Đã phục vụ xong số {call.ticket}."
    elif what == "vang":
        actions.no_show(actor=officer.actor, call=call)
        words = f"Số {call.ticket} vắng mặt."
    elif what == "de-sau":
        actions.skip(actor=officer.actor, call=call)
        words = f"Số {call.ticket} chuyển xuống cuối hàng."
    elif what == "chuyen":
        kind = queries.kinds_of(call.agency).filter(pk=request.POST.get("kind") or 0).first()
        if kind is None:
            raise Refused("Chọn loại việc để chuyển đến.", field="kind")
        actions.transfer(actor=officer.actor, call=call, kind=kind)
        words = f"Số {call.ticket} chuyển sang {kind}."
    else:
        raise NotFound
    done(request, words)
    return redirect(_page(call.agency))


@require_http_methods(["GET", "POST"])
@gate(Right.RECEIVE)
def issue(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A number for somebody who cannot use the machine, or who has an appointment."""
    agency = desk_for(officer, request.GET.get("co-quan", ""), Right.RECEIVE)
    kinds = list(queries.kinds_of(agency))
    priorities: dict[str, str] = rule("queue.priority", on=clock.today(), scopes=agency.chain)
    form = TicketForm(kinds, priorities, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ticket = _issue(form.cleaned_data, kinds, officer, act_key_of(request))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return redirect("staff:queue-issued", ticket.pk)
    context = {
        "form": form, "heading": "Cấp số", "submit_label": "Cấp số", "cancel_url": _page(agency),
        "lead": agency.desk_name or agency.name if kinds else
        "Chưa có loại phiếu nào: người phụ trách Bộ phận Một cửa thêm ở «Tổ chức Bộ phận Một cửa».",
    }  # fmt: skip
    return show(request, officer, "frame/form_page.html", context, status=422 if form.is_bound else 200)


def _issue(given: Cleaned, kinds: Sequence[TicketKind], officer: Officer, key: str | None) -> Ticket:
    kind = next(one for one in kinds if str(one.pk) == given["kind"])
    source = Source.APPOINTMENT if given["appointment_at"] else Source.OFFICER
    new = NewTicket(
        kind=kind, source=source, priority=given["priority"], appointment_at=given["appointment_at"]
    )
    return actions.issue(actor=officer.actor, given=new, act_key=key)


@require_safe
@gate(Right.RECEIVE)
def issued(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The number just given, to print."""
    ticket = _ticket(officer, number)
    context = {
        "ticket": ticket,
        "told": queries.estimate_for(ticket),
        "agency": ticket.agency,
        "priority": _priority_words(ticket),
    }
    return show(request, officer, "staff/queue_issued.html", context)


@require_safe
@gate(Right.RECEIVE)
def slip(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The paper ticket, 80 mm."""
    ticket = _ticket(officer, number)
    follow = request.build_absolute_uri(reverse("public:queue-follow", args=[ticket.key]))
    ahead = queries.estimate_for(ticket).ahead
    content = ticket_pdf(ticket, follow=follow, ahead=ahead, priority=_priority_words(ticket))
    return HttpResponse(content, content_type="application/pdf")


def _priority_words(ticket: Ticket) -> str:
    if not ticket.priority:
        return ""
    return str(
        rule("queue.priority", on=ticket.day, scopes=ticket.agency.chain).get(
            ticket.priority, ticket.priority
        )
    )


def _ticket(officer: Officer, number: int) -> Ticket:
    ticket = Ticket.objects.select_related("agency", "kind").filter(pk=number).first()
    if ticket is None or not officer.may(Right.RECEIVE, ticket.agency.path):
        raise NotFound
    return ticket


def _counter(request: HttpRequest, officer: Officer) -> Counter:
    key = request.POST.get(_SEAT, "")
    found = (
        Counter.objects.select_related("agency").filter(pk=key if key.isdigit() else 0, last_day=None).first()
    )
    if found is None or not officer.may(Right.RECEIVE, found.agency.path):
        raise Refused("Chọn quầy đang ngồi.", field=_SEAT)
    return found


def _page(agency: Agency) -> str:
    return f"{reverse('staff:queue')}?co-quan={agency.code}"


# --- figures ---


class SpanForm(forms.Form):
    """Days to count."""

    tu = DayField(label="Từ ngày")
    den = DayField(label="Đến hết ngày")


@require_safe
@gate(Right.RECEIVE, Right.SEE_FIGURES)
def figures(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Waiting and service over some days: whole, by hour, counter and kind."""
    agency = desk_for(officer, request.GET.get("co-quan", ""), Right.RECEIVE, Right.SEE_FIGURES)
    today = clock.today()
    first, last = today.replace(day=1), today
    form = SpanForm(request.GET if "tu" in request.GET else None, initial={"tu": first, "den": last})
    if form.is_bound and form.is_valid():
        first, last = form.cleaned_data["tu"], form.cleaned_data["den"]
        if last < first or (last - first).days > 366:
            form.add_error("den", "Chọn ngày cuối từ ngày đầu trở đi, nhiều nhất một năm.")
            first = last.replace(day=1)
    found = queries.figures(agency, first, last)
    parts = [("Theo giờ lấy số", found.hours), ("Theo quầy", found.counters), ("Theo loại việc", found.kinds)]
    context = {
        "agency": agency,
        "agencies": desks_for(officer, Right.RECEIVE, Right.SEE_FIGURES),
        "form": form,
        "first": first,
        "last": last,
        "cards": _cards(found),
        "parts": [
            (title, [(part.name, part.waiting, _words(part.waiting), _words(part.service)) for part in rows])
            for title, rows in parts
        ],
        "found": found,
    }
    return show(request, officer, "staff/queue_figures.html", context, status=422 if form.errors else 200)


def _words(one: Any) -> tuple[str, str, str]:
    return words_of(one.mean), words_of(one.ninetieth), words_of(one.longest)


def _cards(found: queries.Figures) -> list[Summary]:
    share = f"{100 * found.within // found.served} %" if found.served else None
    return [
        Summary("Số đã cấp", found.issued, note=f"{found.priority} ưu tiên"),
        Summary("Đã phục vụ", found.served, note=f"{found.linked} hồ sơ gắn với số"),
        Summary("Vắng mặt, đóng cuối ngày", found.absent + found.closed),
        Summary("Chờ trung bình", words_of(found.waiting.mean) if found.served else None),
        Summary("90 % chờ không quá", words_of(found.waiting.ninetieth) if found.served else None),
        Summary("Chờ lâu nhất", words_of(found.waiting.longest) if found.served else None),
        Summary(f"Chờ không quá {found.minutes_at_most} phút", share, tone="plain"),
        Summary("Phục vụ trung bình", words_of(found.service.mean) if found.served else None),
    ]
