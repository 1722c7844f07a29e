"""The queue as everybody sees it: the screen above the counters, the machine that gives numbers, one's own place.

None of it names anybody: numbers and counters only.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.counters import actions, queries
from motcua.counters.actions import NewTicket
from motcua.counters.enums import Source, TicketState
from motcua.counters.models import Kiosk, Ticket
from motcua.counters.slips import ticket_pdf
from motcua.doors.frame.wording import said
from motcua.doors.public.pages import page
from motcua.kernel import clock
from motcua.kernel.people import Actor
from motcua.kernel.refusals import Refused
from motcua.organisation.models import Agency
from motcua.regimes.queries import rule

_LATEST = 6
_REFRESH_SECONDS = 10


@require_safe
def display(request: HttpRequest, code: str) -> HttpResponse:
    """The screen above the counters. htmx asks for the board alone; without it the page turns by itself."""
    agency = Agency.objects.on(clock.today()).filter(code=code, has_desk=True).first()
    if agency is None:
        raise Http404(_("Không có cơ quan mang mã này."))
    today = clock.today()
    running = list(queries.calls_running(agency, today))
    latest = list(queries.latest_calls(agency, today, _LATEST))
    waiting = queries.waiting_by_kind(agency, today)
    kinds = [(kind, waiting.get(kind.pk, 0)) for kind in queries.kinds_of(agency)]
    newest = latest[0] if latest and latest[0].ended_at is None else None
    context = {
        "agency": agency,
        "running": sorted(running, key=lambda call: call.last_called_at, reverse=True),
        "newest": newest,
        # A number called again is announced again.
        "call_mark": f"{newest.pk}.{newest.times}" if newest else "",
        "latest": [call for call in latest if call.ended_at is not None],
        "kinds": kinds,
        "refresh": _REFRESH_SECONDS,
    }
    template = "queue_board.html" if request.headers.get("HX-Request") else "queue_display.html"
    answer = page(request, template, context)
    patch_cache_control(answer, no_store=True)
    return answer


@require_safe
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """One's own number on a telephone: how many are before it, about how long, and when it is called."""
    ticket = _ticket(key)
    call = (
        queries.calls_running(ticket.agency, ticket.day).filter(ticket=ticket).first()
        if ticket.status is TicketState.CALLED
        else None
    )
    told = queries.estimate_for(ticket) if ticket.status is TicketState.WAITING else None
    past = ticket.day != clock.today()
    context = {
        "ticket": ticket,
        "agency": ticket.agency,
        "status": ticket.status,
        "call": call,
        "told": told,
        "past": past,
        "turns": not past and ticket.status in (TicketState.WAITING, TicketState.CALLED),
        "refresh": 2 * _REFRESH_SECONDS,
        "now_at": clock.now(),
    }
    answer = page(request, "queue_follow.html", context)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest, key: str) -> HttpResponse:
    """Take a number at a machine: one press for the kind of work; a second page for people with priority."""
    machine = queries.kiosk_with(key)
    if machine is None:
        raise Http404(_("Máy này không còn lấy số được."))
    priorities: dict[str, str] = rule("queue.priority", on=clock.today(), scopes=machine.agency.chain)
    chosen = request.GET.get("uu-tien", "") if request.method == "GET" else request.POST.get("priority", "")
    refused = ""
    if request.method == "POST":
        try:
            ticket = _take(request, machine, chosen)
        except Refused as refusal:
            refused = said(refusal.message)
        else:
            return redirect(f"{reverse('public:queue-taken', args=[key, ticket.key])}")
    waiting = queries.waiting_by_kind(machine.agency, clock.today())
    context = {
        "machine": machine,
        "agency": machine.agency,
        "kinds": [(kind, waiting.get(kind.pk, 0)) for kind in queries.kinds_of(machine.agency)],
        "priorities": priorities.items(),
        "priority": chosen if chosen in priorities else "",
        "priority_words": priorities.get(chosen, ""),
        "refused": refused,
    }
    return page(request, "queue_kiosk.html", context, status=422 if refused else 200)


def _take(request: HttpRequest, machine: Kiosk, priority: str) -> Ticket:
    kind = queries.kinds_of(machine.agency).filter(pk=_number(request.POST.get("kind", ""))).first()
    if kind is None:
        raise Refused(_("Chọn loại việc cần làm."), field="kind")
    actor = Actor("citizen", "", f"Máy lấy số: {machine.name}", machine.agency.code)
    given = NewTicket(kind=kind, source=Source.KIOSK, priority=priority)
    return actions.issue(actor=actor, given=given, act_key=request.POST.get("act_key", "")[:64] or None)


@require_safe
def taken(request: HttpRequest, key: str, ticket_key: str) -> HttpResponse:
    """The number just taken, large; the page goes back to the start for the next person."""
    machine = queries.kiosk_with(key)
    if machine is None:
        raise Http404
    ticket = _ticket(ticket_key)
    context: dict[str, Any] = {
        "machine": machine,
        "agency": machine.agency,
        "ticket": ticket,
        "told": queries.estimate_for(ticket),
        "back_after": 20,
    }
    answer = page(request, "queue_taken.html", context)
    patch_cache_control(answer, no_store=True)
    return answer


@require_safe
def slip(request: HttpRequest, key: str) -> HttpResponse:
    """The paper ticket as PDF, 80 mm wide."""
    ticket = _ticket(key)
    follow_url = request.build_absolute_uri(reverse("public:queue-follow", args=[ticket.key]))
    priority = ""
    if ticket.priority:
        words: dict[str, str] = rule("queue.priority", on=ticket.day, scopes=ticket.agency.chain)
        priority = words.get(ticket.priority, "")
    ahead = queries.estimate_for(ticket).ahead
    content = ticket_pdf(ticket, follow=follow_url, ahead=ahead, priority=priority)
    return HttpResponse(content, content_type="application/pdf")


def _ticket(key: str) -> Ticket:
    ticket = queries.ticket_with(key)
    if ticket is None:
        raise Http404(_("Không có số này. Kiểm tra lại mã trên phiếu."))
    return ticket


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
