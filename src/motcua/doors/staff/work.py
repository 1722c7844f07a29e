"""Việc của tôi, hồ sơ trực tuyến chờ tiếp nhận, and search: lists that lead to work."""

import re
from dataclasses import replace
from datetime import time

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from motcua.accounts.identity_card import looks_like_card, read_card
from motcua.catalogue.models import Procedure
from motcua.doors.staff.batches import cutoff_of, together_for
from motcua.doors.staff.due_words import Row, key_of, rows_of
from motcua.doors.staff.exports import answer_as_file, format_of
from motcua.doors.staff.gates import gate
from motcua.doors.staff.lists import Chosen, DossierFilter, SavedList, listing, wall
from motcua.doors.staff.long_jobs import lately
from motcua.doors.staff.pages import show
from motcua.doors.staff.saved import register
from motcua.dossiers.drafts import returned_to
from motcua.dossiers.enums import State, standing
from motcua.dossiers.finding import ON_THE_WAY, Listed, ids_matching, scope_of, shown
from motcua.dossiers.models import Dossier
from motcua.dossiers.of_person import ids_of_number
from motcua.dossiers.rules.codes import code_in
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.rendering.xlsx import Value

_FOUND = 30
_SENT_BACK = 10
_LONGEST_NUMBER = 18  # digits
_IDENTITY_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}")
_HEADERS = (
    "Mã hồ sơ", "Thủ tục", "Người nộp", "Trạng thái", "Bước", "Người xử lý", "Tiếp nhận", "Hẹn trả", "Cơ quan",
)  # fmt: skip


@require_GET
@gate(Right.SEE_DOSSIERS)
def mine(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What the officer holds, also in somebody's place, by due date; «Cả cơ quan» shows everything in scope."""
    if format_of(request):
        return answer_as_file(request, officer, WORK)
    chosen = chosen_work(officer, request.GET)
    found = listing(request, chosen)
    absent = officer.in_place_of
    together = together_for(officer)
    # Only where something may wait for tomorrow is the hour asked for and told.
    cutoff = cutoff_of(officer) if any(_came_today(row.dossier) for row in found.rows) else None
    rows = [_told_of_tomorrow(row, cutoff) for row in found.rows] if cutoff else found.rows
    context = {
        "form": chosen.form, "page": found.page, "rows": rows, "unsorted": found.unsorted,
        "together": together, "in_place_of": absent,
        "standing_in": Staff.objects.filter(pk__in=absent).order_by("name_key") if absent else (),
        "cutoff": cutoff, "tomorrow": sum(1 for row in rows if row.note),
        "likely": _likely(request), "long_work": lately(officer),
        "sent_back": returned_to(officer, most=_SENT_BACK) if officer.may_anywhere(Right.WORK) else (),
    }  # fmt: skip
    return show(request, officer, "staff/work.html", context)


@require_GET
@gate(Right.RECEIVE)
def inbox(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Dossiers sent by another desk, then those filed online or waiting for a supplement before receipt; the oldest first."""
    form = DossierFilter(request.GET, only=("q", "field"))
    form["q"].label = "Mã tra cứu, tên người nộp"
    here = Dossier.objects.all()
    if field := form.value("field"):
        here = here.filter(procedure__field=field)
    waiting = here.filter(state__in=(State.SUBMITTED.value, State.SUPPLEMENT_BEFORE.value))
    scope, sent = scope_of(officer, Right.RECEIVE), here.filter(ON_THE_WAY)
    chosen = Chosen(form, waiting, scope, "filed_at", "filed", form.value("q") or "", before=sent)
    found = listing(request, chosen)
    context = {"form": form, "page": found.page, "rows": found.rows, "unsorted": found.unsorted}
    return show(request, officer, "staff/inbox.html", context)


@require_http_methods(["GET", "POST"])
@gate(Right.SEE_DOSSIERS)
def search(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One field for codes, names and procedures; the exact code of one dossier opens it, typed or scanned."""
    if request.method == "POST":
        return _search_person(request, officer)
    text = request.GET.get("q", "").strip()
    found: list[Listed] = []
    procedures: list[Procedure] = []
    if text:
        found = shown(ids_matching(text, scope_of(officer, Right.SEE_DOSSIERS), most=_FOUND).ids)
        if len(found) == 1 and {text.upper(), code_in(text)} & {found[0].code, found[0].tracking}:
            return redirect("staff:dossier", key=key_of(found[0]))
        procedures = list(Procedure.objects.in_force().matching(text)[:9])
    context = {
        "search_text": text, "rows": rows_of(found), "procedures": procedures,
        "may_receive": officer.may_anywhere(Right.RECEIVE), "most": _FOUND,
    }  # fmt: skip
    return show(request, officer, "staff/search.html", context)


def _search_person(request: HttpRequest, officer: Officer) -> HttpResponse:
    """By the identity number of a card, scanned or typed: posted, so that no address holds it. The lines of a receipt
    are posted for the same reason, and lead to the dossier."""
    text = request.POST.get("q", "")
    number = _number_in(text)
    if not number and (code := code_in(text)):
        return redirect(f"{reverse('staff:search')}?{urlencode({'q': code})}")
    ids = ids_of_number(officer, number, scope_of(officer, Right.SEE_DOSSIERS), most=_FOUND) if number else []
    found = shown(ids)
    if len(found) == 1:
        return redirect("staff:dossier", key=key_of(found[0]))
    context = {"of_card": True, "card_read": bool(number), "rows": rows_of(found), "most": _FOUND}
    return show(request, officer, "staff/search.html", context)


def _number_in(line: str) -> str:
    """The identity number in what a scanner read off a card, or somebody typed; empty when not sure."""
    together = "".join(line.split())
    if _IDENTITY_NUMBER.fullmatch(together):
        return together
    if not looks_like_card(line):
        return ""
    try:
        return read_card(line, today=clock.today()).number
    except Refused:
        return ""


def _likely(request: HttpRequest) -> int | None:
    """Whom a page that led here proposes to hand to."""
    named = request.GET.get("giao", "")
    return int(named) if named.isdecimal() and len(named) < _LONGEST_NUMBER else None


def chosen_work(officer: Officer, asked: QueryDict) -> Chosen:
    """What the work list shows for an address: for the page, its file and acts on all of it."""
    form = DossierFilter(asked, only=("q", "whose", "state", "field", "due", "step"))
    rows, state = form.narrow(Dossier.objects.all(), officer.chain), form.value("state")
    if form.value("whose") == "free":
        rows = rows.filter(holder=None)
    elif form.value("whose") == "gone":
        rows = rows.filter(holder__in=Staff.objects.filter(last_day__lt=clock.today()))
    elif form.value("whose") != "all":
        rows = rows.filter(_mine(officer, state))
    by_due = form.value("due") or state is None
    scope = scope_of(officer, Right.SEE_DOSSIERS)
    walk = "due_date" if by_due else "filed_at"
    return Chosen(
        form, rows, scope, walk, "due", form.value("q") or "", few=form.value("whose") in (None, "gone")
    )


def _mine(officer: Officer, state: str | None) -> Q:
    """What the officer holds; ended dossiers have no holder, so there those once received count."""
    held = Q(holder_id__in=[officer.staff_id, *officer.in_place_of])
    return held | Q(receiver_id=officer.staff_id) if state else held


def _came_today(dossier: Listed) -> bool:
    """Received today and still at the desk."""
    at_the_desk = dossier.status is State.RECEIVED and not dossier.step
    return at_the_desk and dossier.received_on == clock.today()


def _told_of_tomorrow(row: Row, cutoff: time) -> Row:
    """Received today after the cut-off: passed on the next working morning (NĐ 61/2018 Điều 18)."""
    received = row.dossier.received_at
    if not _came_today(row.dossier) or received is None or clock.local(received).time() <= cutoff:
        return row
    return replace(row, note=f"nhận sau {cutoff:%H:%M}, chuyển ngày mai")


def _line(_: int, each: Dossier) -> tuple[Value, ...]:
    return (
        key_of(each), each.procedure.name, each.applicant_name, standing(each.status, each.outcome), each.step_name,
        each.holder.name if each.holder else "", wall(each, "received_at"), each.due_date, each.agency.name,
    )  # fmt: skip


WORK = register(SavedList("viec", chosen_work, _HEADERS, _line))
