"""Certifying electronic copies for a dossier: originals checked or refused, copies numbered, signed, given out."""

from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.blobs.store import open_blob
from motcua.doors.frame.components import Crumb
from motcua.doors.staff.due_words import key_of
from motcua.doors.staff.gates import act_key_of, done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.certifying_forms import CheckForm, NumberForm, RefuseForm, VoidForm
from motcua.doors.staff.papers.shown import purpose_of
from motcua.dossiers import certifying
from motcua.dossiers.access import dossier_for
from motcua.dossiers.certified_models import CertifiedCopy, CopyState
from motcua.dossiers.enums import Act
from motcua.dossiers.models import Dossier, DossierPaper, PaperRole
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.storehouse.enums import KeyPurpose, SigningState
from motcua.storehouse.models import SigningStep
from motcua.storehouse.reading import note_reading
from motcua.storehouse.verifying import standing_of

TONES = {
    "checked": "plain", "refused": "stopped", "composing": "running", "signing": "waiting", "certified": "done",
    "void": "stopped",
}  # fmt: skip
_STEP_WORDS = {"waiting": "chờ ký", "signing": "đang ký", "signed": "đã ký", "cancelled": "thôi ký"}


@require_http_methods(["GET", "POST"])
@gate(*certifying.DOES)
def page(request: HttpRequest, officer: Officer, key: str) -> HttpResponse:
    """The originals of a dossier and their copies; a POST checks or refuses one, or has copies made."""
    dossier = _dossier(officer, key)
    copies = certifying.copies_of(dossier)
    forms = _forms(request, dossier, copies)
    if request.method == "POST" and (answer := _acted(request, officer, dossier, copies, forms)):
        return answer
    wrong = any(form.errors for form in forms.values())
    context = _context(officer, dossier, copies) | {"forms": forms, "opened": request.POST.get("do", "")}
    return show(request, officer, "staff/papers/certify.html", context, status=422 if wrong else 200)


@require_POST
@gate(*certifying.DOES)
def act_on_copy(request: HttpRequest, officer: Officer, number: int, name: str) -> HttpResponse:
    """Drop an original entered by mistake, compose anew, void or withdraw a copy."""
    copy = certifying.copy_for(officer, number, *certifying.DOES)
    if name == "bo":
        certifying.drop(copy, actor=officer.actor)
        done(request, "Đã bỏ bản chính ghi nhầm.")
    elif name == "lap-lai":
        certifying.compose_again(copy, verify_url=_verify_url(request), actor=officer.actor)
        done(request, "Đang lập lại bản sao.")
    elif name == "huy":
        if not officer.may(Right.SIGN_OFF, copy.agency.path) and copy.status is CopyState.CERTIFIED:
            raise NotFound
        form = VoidForm(request.POST)
        certifying.void(copy, form.cleaned_data["reason"] if form.is_valid() else "", actor=officer.actor)
        done(request, f"Đã hủy bản sao số {copy.number_text}. Số này vẫn ở trong sổ cùng lý do.")
    else:
        raise NotFound
    return redirect("staff:certify", key_of(copy.dossier))


@require_safe
@gate(*certifying.SEES_BOOK)
def file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The copy as it stands, or the scan it will be made of."""
    copy = certifying.copy_for(officer, number, *certifying.SEES_BOOK)
    blob = copy.paper.blob if copy.paper and copy.paper.blob else copy.scan
    if blob is None:
        raise NotFound
    if copy.paper is not None:
        dossier = copy.dossier
        note_reading(
            copy.paper, officer, purpose_of(officer, dossier), dossier=key_of(dossier),
            owner=dossier.business or dossier.person,
        )  # fmt: skip
    answer = FileResponse(
        open_blob(blob.sha256), filename=f"ban-sao-{copy.year or ''}-{copy.serial or copy.pk}.pdf", content_type=blob.mime
    )  # fmt: skip
    return cast(HttpResponse, answer)


def _dossier(officer: Officer, key: str) -> Dossier:
    """A dossier that copies are certified under, at an agency where the officer works or signs."""
    for right in certifying.DOES:
        try:
            dossier = dossier_for(officer, key, right)
        except NotFound:
            continue
        if officer.may(right, dossier.agency.path) and certifying.certifies(dossier):
            return dossier
    raise NotFound


def _forms(request: HttpRequest, dossier: Dossier, copies: list[CertifiedCopy]) -> dict[str, Any]:
    wanted = request.POST.get("do", "")
    given = {name: (request.POST if wanted == name else None) for name in ("check", "refuse", "number")}
    scans = DossierPaper.objects.filter(
        dossier=dossier, role=PaperRole.COMPONENT, paper__blob__isnull=False
    ).select_related("paper__blob")
    certified = [copy for copy in copies if copy.status is CopyState.CERTIFIED]
    certifiers = certifying.certifiers_of(dossier.agency)
    return {
        "check": CheckForm(
            given["check"], request.FILES if wanted == "check" else None, papers=scans, certified=certified,
            auto_id="check_%s",
        ),
        "refuse": RefuseForm(given["refuse"], reasons=certifying.refusals(dossier), auto_id="refuse_%s"),
        "number": NumberForm(given["number"], certifiers=certifiers, auto_id="number_%s"),
    }  # fmt: skip


def _acted(
    request: HttpRequest,
    officer: Officer,
    dossier: Dossier,
    copies: list[CertifiedCopy],
    forms: dict[str, Any],
) -> HttpResponse | None:
    """What a POST asked for, done; None when its form has to be shown again."""
    wanted = request.POST.get("do", "")
    form = forms.get(wanted)
    if wanted != "finish" and form is None:
        raise NotFound
    if form is not None and not form.is_valid():
        return None
    try:
        said = _do(request, officer, dossier, copies, wanted, form)
    except NotFound:
        raise
    except Refused as refused:
        if form is None:
            raise
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
    done(request, said)
    return redirect("staff:dossier" if wanted == "finish" else "staff:certify", key_of(dossier))


def _do(
    request: HttpRequest,
    officer: Officer,
    dossier: Dossier,
    copies: list[CertifiedCopy],
    wanted: str,
    form: Any,
) -> str:
    by = Staff.objects.get(pk=officer.staff_id)
    if wanted == "check":
        upload = form.cleaned_data.get("file")
        certifying.check_original(
            dossier, form.original(), content=upload, name=str(upload.name) if upload else "", by=by,
            handed_in=form.handed_in(), actor=officer.actor,
        )  # fmt: skip
        return "Đã ghi nhận đối chiếu bản chính."
    if wanted == "refuse":
        data = form.cleaned_data
        certifying.refuse_original(
            dossier, form.original(), reason=data["reason"], words=data["words"], by=by, actor=officer.actor
        )
        return "Đã ghi không chứng thực bản chính này."
    if wanted == "number":
        ticked = set(request.POST.getlist("pick"))
        many = certifying.number_copies(
            dossier, [copy for copy in copies if str(copy.pk) in ticked], certifier=form.cleaned_data["certifier"],
            verify_url=_verify_url(request), actor=officer.actor,
        )  # fmt: skip
        return f"Đã cho số {many} bản sao; khi lập xong, bản sao nằm ở trang Ký số của người ký."
    seen = request.POST.get("seen_version", "")
    certifying.finish(
        dossier,
        seen=int(seen) if seen.isdecimal() else None,
        act_key=act_key_of(request),
        actor=officer.actor,
    )
    return "Đã giải quyết xong. Bản sao đã vào kho dữ liệu của người yêu cầu."


def _context(officer: Officer, dossier: Dossier, copies: list[CertifiedCopy]) -> dict[str, Any]:
    states = {copy.status for copy in copies}
    pending = states & {CopyState.CHECKED, CopyState.COMPOSING, CopyState.SIGNING}
    steps: dict[int | None, list[str]] = {}
    for step in SigningStep.objects.filter(
        paper__in=[copy.paper_id for copy in copies if copy.status is CopyState.SIGNING]
    ).order_by("order"):
        who = "con dấu" if step.purpose == KeyPurpose.SEAL else "người ký"
        steps.setdefault(step.paper_id, []).append(f"{who} {_STEP_WORDS[SigningState(step.state).value]}")
    return {
        "dossier": dossier, "key": key_of(dossier), "open": dossier.status.open,
        "rows": [
            _shown(
                copy, steps.get(copy.paper_id, []), running=dossier.status.open,
                may_revoke=officer.may(Right.SIGN_OFF, dossier.agency.path),
            )
            for copy in copies
        ],
        "to_number": any(copy.status is CopyState.CHECKED for copy in copies),
        "busy": CopyState.COMPOSING in states,
        "may_finish": dossier.status.open and CopyState.CERTIFIED in states and not pending,
        "all_refused": bool(copies) and states <= {CopyState.REFUSED, CopyState.VOID},
        "refuse_act": Act.REFUSE_TO_SETTLE.value, "pay_act": Act.REQUIRE_PAYMENT.value,
        "fees": certifying.fees_of_copies(dossier, copies),
        "crumbs": [Crumb(str(dossier), reverse("staff:dossier", args=[key_of(dossier)])), Crumb("Chứng thực bản sao")],
    }  # fmt: skip


def _shown(copy: CertifiedCopy, steps: list[str], *, running: bool, may_revoke: bool) -> dict[str, Any]:
    standing = standing_of(copy.paper) if copy.paper else None
    over = standing is not None and not standing.holds and copy.status is CopyState.CERTIFIED
    return {
        "copy": copy, "label": copy.status.label, "tone": TONES[copy.state], "steps": ", ".join(steps),
        "over": standing if over else None,
        "may_drop": running and copy.status in (CopyState.CHECKED, CopyState.REFUSED),
        "may_void": copy.status in (CopyState.COMPOSING, CopyState.SIGNING)
        or (copy.status is CopyState.CERTIFIED and may_revoke and not over),
    }  # fmt: skip


def _verify_url(request: HttpRequest) -> str:
    """Where a mark is verified, with `{}` in its place."""
    return request.build_absolute_uri(reverse("public:verify-one", args=["MARK"])).replace("MARK", "{}")
