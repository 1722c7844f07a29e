"""A dossier as its owner sees it: what is to be done, what is asked and why, the papers, and taking it back."""

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.accounts.models import Person
from motcua.blobs.store import open_blob
from motcua.doors.frame import eforms
from motcua.doors.frame.wording import said
from motcua.doors.public.citizens import actor_of, citizen
from motcua.doors.public.filing.shared import seen_version
from motcua.doors.public.look_up import TONES, next_step, time_line
from motcua.doors.public.pages import page
from motcua.dossiers import own, replying, reuse
from motcua.dossiers.models import Dossier, PaperRole
from motcua.dossiers.queries import left_to_pay, public_progress
from motcua.dossiers.whereabouts import whereabouts_of
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.messaging.queries import told_about
from motcua.organisation.queries import where_to_go
from motcua.payments.enums import RefundState

_SHOWN_INLINE = ("application/pdf", "image/png", "image/jpeg")


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do rút hồ sơ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Ghi lý do rút hồ sơ, ví dụ: nộp nhầm thủ tục.")},
    )


@require_GET
@citizen
def dossier(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """Everything of one dossier that is its owner's to know."""
    mine = own.dossier_of(person, key)
    shown = public_progress(mine)
    asked = replying.request_of(mine)
    papers, to_pay = list(own.own_papers(mine, to=person)), left_to_pay(mine)
    context = {
        "dossier": mine,
        "shown": shown,
        "state": _(shown.state.citizen_label),
        "tone": TONES.get(shown.state, "running"),
        "asked": asked,
        "next_step": "" if asked else next_step(shown, owed=to_pay),
        "why": "" if asked else mine.reason,
        "to_pay": to_pay,
        "refunds": [(each, _(RefundState(each.state).label)) for each in own.refunds_of(mine)],
        "papers": papers,
        "result_here": any(row.role == PaperRole.RESULT and row.paper.blob_id for row in papers),
        "told": [(each.label, eforms.in_words(each, value)) for each, value in replying.told_in_form(mine)],
        "spared": [] if own.is_delegate(person, mine) else reuse.answers_of(mine),
        "for_other": own.is_delegate(person, mine),
        "events": time_line(mine),
        "where": whereabouts_of(mine),
        "desk": mine.desk,
        "desks": where_to_go(mine.desk, clock.today()),
        "notices": told_about(person.pk, "dossier", str(mine.pk)),
        "may_withdraw": own.may_withdraw(mine, by=person),
        "crumbs": _crumbs(mine),
    }
    return page(request, "own/dossier.html", context)


@require_POST
@citizen
def reply(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """Begin to answer what is asked, or go on with what was begun."""
    mine = own.dossier_of(person, key)
    try:
        draft = replying.begin(person, mine)
    except Refused:  # settled at the desk meanwhile: the page says how it stands
        return redirect("public:own-dossier", key=key)
    return redirect("public:draft-papers", token=draft.token)


@require_http_methods(["GET", "POST"])
@citizen
def withdraw(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """Take the dossier back, with a reason; what that does is said before."""
    mine = own.dossier_of(person, key)
    form, problem, status = WithdrawForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                own.withdraw(
                    mine, form.cleaned_data["reason"], actor=actor_of(person), by=person, seen=seen_version(request),
                    act_key=request.POST.get("act_key") or None,
                )  # fmt: skip
                return redirect("public:own-dossier", key=key)
            except Refused as refusal:
                problem, status = said(refusal.message), 409 if isinstance(refusal, Overtaken) else 422
                mine = own.dossier_of(person, key)
    if not own.may_withdraw(mine, by=person) and not problem:
        return redirect("public:own-dossier", key=key)
    context = {
        "dossier": mine, "form": form, "problem": problem, "fees_paid": own.fees_paid(mine), "crumbs": _crumbs(mine),
    }  # fmt: skip
    return page(request, "own/withdraw.html", context, status=status)


@require_GET
@citizen
def paper(request: HttpRequest, person: Person, key: str, number: int) -> HttpResponse:
    """A paper of one's own: as handed in, or the result."""
    mine = own.dossier_of(person, key)
    blob = own.own_paper(mine, number, to=person).paper.blob
    if blob is None:
        raise NotFound
    return FileResponse(  # type: ignore[return-value]  # streamed, but passed on like any answer
        open_blob(blob.sha256),
        as_attachment=blob.mime not in _SHOWN_INLINE,
        filename=f"{mine}-{number}.{blob.mime.rsplit('/', 1)[-1][:12]}",
        content_type=blob.mime,
    )


def _crumbs(mine: Dossier) -> list[tuple[str, str]]:
    return [
        (_("Trang đầu"), reverse("public:home")),
        (_("Của tôi"), reverse("public:mine")),
        (str(mine), reverse("public:own-dossier", args=[str(mine)])),
    ]
