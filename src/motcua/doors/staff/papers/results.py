"""Results of the officer's dossiers: sent for signature, printed with their QR, replaced, revoked."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.doors.frame.components import Crumb
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.shown import note_shown
from motcua.dossiers import telling_papers
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.models import DossierPaper, PaperRole
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.messaging.queries import about
from motcua.organisation.enums import Right
from motcua.organisation.models import RoleGrant, Staff
from motcua.organisation.rules import RIGHTS_OF, Officer
from motcua.storehouse import results as acts
from motcua.storehouse import signing
from motcua.storehouse.care_enums import Purpose
from motcua.storehouse.enums import KeyPurpose, SigningState
from motcua.storehouse.models import Paper, SigningStep
from motcua.storehouse.signing import Wanted
from motcua.storehouse.verifying import standing_of

_PER_PAGE = 40
PENDING = (SigningState.WAITING.value, SigningState.SIGNING.value)
_SEES = (Right.WORK, Right.SIGN_OFF)
_TONES = {"waiting": "waiting", "signing": "running", "signed": "done", "cancelled": "stopped"}


class AskForm(forms.Form):
    """Who is to sign, and whether the agency's seal follows."""

    signer = forms.ModelChoiceField(Staff.objects.none(), label="Trình ký cho")
    above = forms.CharField(
        label="Đặt chữ ký phía trên dòng chữ", required=False, max_length=200,
        help_text="Thường là họ tên người ký in trên văn bản. Không thấy dòng này thì ký ở cuối trang cuối.",
    )  # fmt: skip
    seal = forms.BooleanField(label="Sau đó đóng dấu (chữ ký số của cơ quan)", required=False, initial=True)


class RevokeForm(forms.Form):
    """Why a result is withdrawn."""

    reason = forms.CharField(
        label="Căn cứ, lý do thu hồi, hủy bỏ", max_length=400,
        help_text="Chủ giấy tờ được báo tin kèm lý do này; người khác kiểm tra chỉ thấy giấy tờ không còn giá trị.",
    )  # fmt: skip


@require_safe
@gate(*_SEES)
def results(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Results with a file, newest first: signed or not."""
    found = rows_for(officer).filter(paper__blob__isnull=False).order_by("-pk")
    if request.GET.get("chua-ky"):
        found = found.filter(paper__signed=False)
    pending = SigningStep.objects.filter(paper=OuterRef("paper"), state__in=PENDING)
    found = found.annotate(asked=Exists(pending))
    if request.GET.get("chua-ky"):
        found = found.order_by("asked", "-pk")  # what is still to be sent for signature first
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, key_of(row.dossier), standing_of(row.paper), may_ask_for(officer, row)) for row in page]
    context = {
        "page": page, "rows": rows, "me": officer.staff_id,
        "signers": signers_over(officer.agency_path) if any(may for *_, may in rows) else (),
    }  # fmt: skip
    return show(request, officer, "staff/papers/results.html", context)


@require_http_methods(["GET", "POST"])
@gate(*_SEES)
def result(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """One result: its signatures, its standing, and what may be done with it."""
    row = _row(officer, number)
    paper = row.paper
    way = request.POST.get("way", "")
    ask = AskForm(request.POST if way == "ask" else None, initial={"above": _leader_name(row)})
    signer: Any = ask.fields["signer"]
    signer.queryset = _signers(row)
    ask.initial.setdefault("signer", officer.staff_id)
    withdraw = RevokeForm(request.POST if way == "revoke" else None)
    if request.method == "POST" and (answer := _acted(way, ask, withdraw, row, officer, request)):
        return answer
    steps = SigningStep.objects.filter(paper=paper).select_related("staff", "agency").order_by("order")
    context = {
        "row": row, "paper": paper, "key": key_of(row.dossier), "standing": standing_of(paper),
        "steps": [(step, KeyPurpose(step.purpose).label, SigningState(step.state).label, _TONES[step.state]) for step in steps],
        "ask": ask, "withdraw": withdraw, "may_revoke": officer.may(Right.SIGN_OFF, row.dossier.agency.path),
        "crumbs": [Crumb("Kết quả", reverse("staff:results"))],
        "mark": acts.grouped(paper.verification or ""),
        "told_owner": [] if standing_of(paper).holds else about(telling_papers.ABOUT, str(paper.pk)),
    }  # fmt: skip
    wrong = bool(ask.errors or withdraw.errors)
    return show(request, officer, "staff/papers/result.html", context, status=422 if wrong else 200)


def _acted(
    way: str, ask: AskForm, withdraw: RevokeForm, row: DossierPaper, officer: Officer, request: HttpRequest
) -> HttpResponse | None:
    """What a POST asked for, done; None when its form has to be shown again."""
    try:
        if way == "ask" and ask.is_valid():
            given = ask.cleaned_data
            ask_for(officer, row, given["signer"], above=given["above"], seal=given["seal"])
            done(request, "Đã trình ký.")
        elif way == "revoke" and withdraw.is_valid():
            if not officer.may(Right.SIGN_OFF, row.dossier.agency.path):
                raise NotFound
            acts.revoke(row.paper, withdraw.cleaned_data["reason"], actor=officer.actor)
            done(
                request,
                "Đã thu hồi. Người kiểm tra sẽ thấy giấy tờ không còn giá trị; chủ giấy tờ được báo tin.",
            )
        else:
            return None
    except NotFound:
        raise
    except Refused as refused:
        (ask if way == "ask" else withdraw).add_error(None, refused.message)
        return None
    return redirect("staff:result", row.pk)


@require_safe
@gate(*_SEES, Right.RETURN_RESULT)
def printed(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The result for the printer, with the QR of the minimum data at the top left."""
    row = _row(officer, number, Right.RETURN_RESULT)
    paper = row.paper
    if not paper.verification:
        raise Refused("Kết quả này chưa có mã xác minh. Trình ký trước khi in.", code="no_mark")
    address = request.build_absolute_uri(reverse("public:verify-one", args=[paper.verification]))
    told = acts.PrintedWith(
        dossier=str(row.dossier.code or ""), procedure=row.dossier.procedure.code,
        owner=row.dossier.applicant_identity, address=address,
    )  # fmt: skip
    headers = {"Content-Disposition": f'inline; filename="{key_of(row.dossier)}-in.pdf"'}
    content = acts.printed(paper, told)
    note_shown(row, officer, Purpose.PRINT)
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def rows_for(officer: Officer, *more: Right) -> Any:
    """Results of the dossiers the officer works on or signs for."""
    seen = Q(pk__in=[])
    for right in (*_SEES, *more):
        seen |= Q(dossier__in=dossiers_for(officer, right).values("pk"))
    return (
        DossierPaper.objects.filter(seen, role=PaperRole.RESULT)
        .select_related(
            "paper__blob", "paper__superseded_by", "paper__agency", "dossier__procedure", "dossier__agency"
        )
        .defer("paper__text")
    )


def _row(officer: Officer, number: int, *more: Right) -> DossierPaper:
    row: DossierPaper | None = rows_for(officer, *more).filter(pk=number).first()
    if row is None:
        raise NotFound
    return row


def _own_paper(row: DossierPaper) -> None:
    """A result belongs to the agency that settled it: its code is taken there."""
    if row.paper.agency_id is None:
        Paper.objects.filter(pk=row.paper_id, agency=None).update(agency=row.dossier.agency)
        row.paper.agency = row.dossier.agency


def ask_for(officer: Officer, row: DossierPaper, signer: Staff, *, above: str, seal: bool) -> None:
    """Have a result signed by an officer and, where asked for, sealed by the agency that settled it."""
    _own_paper(row)
    wanted = [Wanted(KeyPurpose.PERSONAL, row.dossier.agency, signer, above)]
    if seal:
        wanted.append(Wanted(KeyPurpose.SEAL, row.dossier.agency, above=above))
    by = Staff.objects.get(pk=officer.staff_id)
    signing.ask_signatures(row.paper, wanted, by=by, actor=officer.actor)
    acts.ensure_verifiable(row.paper, actor=officer.actor)


def may_ask_for(officer: Officer, row: DossierPaper) -> bool:
    """Whether the officer may have this result signed now: of an agency worked for, in force, not asked for yet."""
    if row.paper.signed or getattr(row, "asked", False) or not standing_of(row.paper).holds:
        return False
    return any(officer.may(right, row.dossier.agency.path) for right in _SEES)


def _signers(row: DossierPaper) -> QuerySet[Staff]:
    return signers_over(row.dossier.agency.path)


def signers_over(path: str) -> QuerySet[Staff]:
    """Who may sign off over the agency with this path."""
    today = clock.today()
    lasting = (Q(last_day=None) | Q(last_day__gte=today)) & Q(first_day__lte=today)
    codes = path.rstrip("/").split("/")
    above = ["/".join(codes[:length]) + "/" for length in range(1, len(codes))]
    here = Q(agency__path=path) | Q(agency__path__in=above, with_below=True)
    roles = [role.value for role, rights in RIGHTS_OF.items() if Right.SIGN_OFF in rights]
    grants = RoleGrant.objects.filter(lasting, here, role__in=roles)
    return Staff.objects.filter(lasting, pk__in=grants.values("staff_id")).order_by("name_key")


def _leader_name(row: DossierPaper) -> str:
    first = _signers(row).first()
    return first.name if first else ""
