"""What the pages of filing share: who may open one, where it stands on the road, how it looks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.accounts.models import Person
from motcua.catalogue.models import Procedure
from motcua.doors.public.citizens import citizen
from motcua.doors.public.filing.steps import Road
from motcua.doors.public.pages import page
from motcua.dossiers import filing_online as online
from motcua.dossiers import own_drafts, replying
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.models import Dossier

StepPage = Callable[..., HttpResponse]


def step(view_page: StepPage) -> Callable[..., HttpResponse]:
    """A page of an open draft.

    A sent one leads to where it went, a reply nobody waits for any more to its dossier; one whose form was replaced
    meanwhile shows first what changed (what was just sent is kept before that).
    """

    @wraps(view_page)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, person: Person, token: str, **kwargs: str) -> HttpResponse:
        draft = own_drafts.draft_for(person, token)
        if draft.dossier_id:
            return redirect("public:draft-sent", token=token)
        if replying.outdated(draft):
            return redirect("public:own-dossier", key=str(replying.dossier_replied_to(draft)))
        if request.method == "GET" and online.newer_form(draft) is not None:
            return redirect("public:draft-changed", token=token)
        return view_page(request, person, draft, **kwargs)

    return citizen(view)


def next_page(request: HttpRequest, road: Road, url: str) -> str:
    """Back to the check for who came from there, else on."""
    return road.steps[-1].url if request.POST.get("ve") == "kiem-tra" else road.after(url)


def seen_version(request: HttpRequest) -> int | None:
    """The version of the draft its author looked at."""
    text = request.POST.get("seen_version", "")
    return int(text) if text.isdecimal() else None


def step_page(
    request: HttpRequest, road: Road, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the road, with what every one of them shows."""
    place_, many = road.place(request.path)
    procedure = road.draft.version.procedure
    base = {
        "draft": road.draft, "road": road, "title": title, "step_number": place_, "step_count": many,
        "back": road.before(request.path), "return_to": request.GET.get("ve") or request.POST.get("ve") or "",
        "procedure": procedure, "version": road.draft.revision,
        "crumbs": crumbs_of(road.draft), "reply": bool(road.draft.replies_to), "problem": "", "form": None,
    }  # fmt: skip
    return page(request, template, base | context, status=status)


def crumbs_of(draft: FilingDraft) -> list[tuple[str, str]]:
    """The way here: through the procedure for a filing, through the dossier for a reply."""
    if draft.replies_to:
        dossier = Dossier.objects.only("code", "tracking").get(pk=draft.replies_to)
        return [
            (_("Trang đầu"), reverse("public:home")),
            (_("Của tôi"), reverse("public:mine")),
            (str(dossier), reverse("public:own-dossier", args=[str(dossier)])),
            (_("Bổ sung hồ sơ"), ""),
        ]
    return crumbs_to(draft.version.procedure)


def crumbs_to(procedure: Procedure) -> list[tuple[str, str]]:
    """The way to filing a procedure."""
    return [
        (_("Trang đầu"), reverse("public:home")),
        (_("Thủ tục"), reverse("public:procedures")),
        (procedure.code, reverse("public:procedure", args=[procedure.code])),
        (_("Nộp hồ sơ"), ""),
    ]
