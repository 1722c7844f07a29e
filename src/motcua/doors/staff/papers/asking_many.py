"""Many results sent for signature at once: each in its own act, those that cannot be are told with their reason."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.doors.staff.gates import done, gate
from motcua.doors.staff.pages import show
from motcua.doors.staff.papers.results import PENDING, ask_for, may_ask_for, rows_for, signers_over
from motcua.dossiers.models import DossierPaper
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer
from motcua.storehouse.models import SigningStep

_MOST = 200
_LONGEST_NUMBER = 18  # digits; what is longer fits into no column
_NOT_NOW = "Đã ký, đã trình ký, không còn giá trị, hoặc không thuộc cơ quan của ông/bà."


@require_POST
@gate(Right.WORK, Right.SIGN_OFF)
def ask_many(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The results ticked go to one signer; sent again, those already asked for are only told."""
    numbers = [
        int(each) for each in request.POST.getlist("pick") if each.isdecimal() and len(each) < _LONGEST_NUMBER
    ]
    if not numbers:
        raise Refused(
            "Chưa chọn kết quả nào. Đánh dấu các kết quả rồi trình ký lại.", field="pick", code="none"
        )
    signer = _signer(request)
    pending = SigningStep.objects.filter(paper=OuterRef("paper"), state__in=PENDING)
    wanted = list(dict.fromkeys(numbers))[:_MOST]
    rows: dict[int, DossierPaper] = rows_for(officer).annotate(asked=Exists(pending)).in_bulk(wanted)
    if len(rows) < len(wanted):
        raise NotFound
    sent, refused = 0, []
    for row in (rows[number] for number in wanted):
        try:
            _ask(officer, row, signer, seal=bool(request.POST.get("seal")))
            sent += 1
        except Refused as why:
            refused.append((row, why.message))
    if sent:
        done(request, f"Đã trình ký {sent} kết quả cho {signer.name}.")
    if not refused:
        return redirect(f"{reverse('staff:results')}?chua-ky=1")
    return show(
        request, officer, "staff/papers/asked_many.html", {"refused": refused}, status=200 if sent else 422
    )


def _ask(officer: Officer, row: DossierPaper, signer: Staff, *, seal: bool) -> None:
    if not may_ask_for(officer, row):
        raise Refused(_NOT_NOW, code="not_now")
    if not signers_over(row.dossier.agency.path).filter(pk=signer.pk).exists():
        raise Refused(f"{signer.name} không ký cho {row.dossier.agency.name}.", code="signer")
    ask_for(officer, row, signer, above=signer.name, seal=seal)


def _signer(request: HttpRequest) -> Staff:
    given = request.POST.get("signer", "")
    found = (
        Staff.objects.filter(pk=given).first() if given.isdecimal() and len(given) < _LONGEST_NUMBER else None
    )
    if found is None:
        raise Refused("Chọn người ký ở ô «Trình ký cho» rồi làm lại.", field="signer", code="signer")
    return found
