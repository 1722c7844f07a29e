"""«Việc sắp đến»: what is coming to the person who is signed in, and one key for each (NĐ 224/2026 Điều 16)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from motcua.accounts.models import Person
from motcua.doors.frame.wording import said
from motcua.doors.public.citizens import actor_of, citizen
from motcua.doors.public.pages import page
from motcua.kernel.refusals import Refused
from motcua.proactive import actions
from motcua.proactive.models import Offer
from motcua.proactive.queries import coming_to, wishes_of

_WISHES = {"co": True, "khong": False, "": None}


@require_GET
@citizen
def overview(request: HttpRequest, person: Person) -> HttpResponse:
    """What is coming, the nearest first, and what the person wants to be told."""
    return _page(request, person)


@require_POST
@citizen
def answer(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """One key: prepare the filing, file after confirmation, or put it aside."""
    offer = actions.offer_for(person, number)
    try:
        return _answered(request, person, offer)
    except Refused as refusal:
        return _page(request, person, problem=said(refusal.message), at=number)


def _answered(request: HttpRequest, person: Person, offer: Offer) -> HttpResponse:
    wanted, actor = request.POST.get("viec", ""), actor_of(person)
    if wanted == "soan":
        draft = actions.prepare(offer, person, request.POST.get("thu-tuc", ""), actor=actor)
        return redirect("public:draft", token=draft.token)
    if wanted == "nop":
        carried = actions.carry_out(offer, person, confirmed="xac-nhan" in request.POST, actor=actor)
        return redirect("public:draft-sent" if carried.dossier else "public:draft", token=carried.draft.token)
    if wanted == "bo":
        actions.decline(offer, actor=actor)
    return redirect("public:coming")


@require_POST
@citizen
def wish(request: HttpRequest, person: Person, case: str) -> HttpResponse:
    """Agree to a kind of case, refuse it, or take either back."""
    actions.wish(person, case, _WISHES.get(request.POST.get("muon", "")), actor=actor_of(person))
    return redirect("public:coming")


def _page(request: HttpRequest, person: Person, *, problem: str = "", at: int = 0) -> HttpResponse:
    context = {
        "coming": coming_to(person),
        "wishes": wishes_of(person),
        "problem": problem,
        "at": at,
        "crumbs": [
            (_("Trang đầu"), reverse("public:home")),
            (_("Của tôi"), reverse("public:mine")),
            (_("Việc sắp đến"), ""),
        ],
    }
    return page(request, "coming.html", context, status=422 if problem else 200)
