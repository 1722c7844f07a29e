"""Acts on many dossiers from a list, receipts and forms of many as one PDF, and the page of work that goes on without us."""

import io
import secrets
from collections.abc import Iterable
from typing import Any, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_GET, require_POST

from motcua.doors.staff import drafts_together, printing_together
from motcua.doors.staff.acts import RIGHTS_OF_ACT
from motcua.doors.staff.batches import (
    AT_ONCE,
    MANY,
    NAMES_HOLDER,
    PRINT_AT_ONCE,
    Outcome,
    carry_out,
    reachable,
)
from motcua.doors.staff.exports import FOLDER, KEPT_FOR
from motcua.doors.staff.gates import act_key_of, gate
from motcua.doors.staff.long_jobs import ask_for, owner_of, who_asked
from motcua.doors.staff.pages import show
from motcua.doors.staff.printing import addresses
from motcua.doors.staff.work import chosen_work
from motcua.dossiers.access import dossiers_for
from motcua.dossiers.enums import Act
from motcua.dossiers.models import Dossier
from motcua.dossiers.slips import issuing
from motcua.jobs.models import Job
from motcua.jobs.queries import JobStatus, status_of
from motcua.jobs.queue import Arguments, Report, Result
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Refused
from motcua.organisation.enums import Right
from motcua.organisation.models import Staff
from motcua.organisation.rules import Officer

_LONGEST_NUMBER = 18  # digits; what is longer fits into no column
_MOST_AT_A_TIME = 1000
_PRINT, _PRINT_FORMS = "print", "forms"
_NO_RECEIPT = "Chưa tiếp nhận nên chưa có giấy tiếp nhận, hoặc không còn trong phạm vi của ông/bà."
_ACTING = tuple(sorted({right for act in MANY for right in RIGHTS_OF_ACT[act]} | {Right.SEE_DOSSIERS}))


@require_POST
@gate(*_ACTING)
def act_on_many(request: HttpRequest, officer: Officer) -> HttpResponse:
    """One act on all dossiers ticked, or on all the list shows; those that refuse it are told with their reason."""
    name, ticked = request.POST.get("act", ""), _ticked(request, officer)
    if name == _PRINT:
        return _print(officer, ticked, addresses(request), act_key_of(request) or secrets.token_hex(16))
    if name == _PRINT_FORMS:
        return printing_together.choose(request, officer, ticked)
    act = next((each for each in MANY if each.value == name), None)
    if act is None:
        raise Http404
    holder, note = _holder(request, act), request.POST.get("note", "").strip()[:500]
    mine, key = reachable(officer, act, ticked), act_key_of(request) or secrets.token_hex(16)
    if len(mine) > AT_ONCE:
        asked = {"act": act.value, "ids": mine, "note": note, "holder": holder, "key": key}
        return ask_for(officer, "staff.batch", asked, key)
    outcome = carry_out(act, mine, actor=officer.actor, key=key, note=note, holder=holder)
    return _report(request, officer, act, outcome, len(ticked))


def batch(arguments: Arguments, report: Report) -> Result:
    """A long batch, one dossier after the other; run again it finds what was done by its keys."""
    officer, act = who_asked(arguments), Act(arguments["act"])
    mine = reachable(officer, act, arguments["ids"])  # a right lost meanwhile is lost here, too
    outcome = carry_out(
        act, mine, actor=officer.actor, key=arguments["key"], note=arguments["note"], holder=arguments["holder"],
        after=lambda done: report(done, len(mine), act.label),
    )  # fmt: skip
    lost = [number for number in arguments["ids"] if number not in set(mine)]
    outcome.refused |= dict.fromkeys(lost, "Hồ sơ không còn trong phạm vi của ông/bà.")
    return {
        "act": act.value,
        "done": outcome.done,
        "refused": {str(key): why for key, why in outcome.refused.items()},
    }


def print_many(arguments: Arguments, report: Report) -> Result:
    """Receipts of many dossiers as one PDF, kept for a day; those without one are told."""
    officer = who_asked(arguments)
    dossiers = _visible(officer, arguments["ids"])
    content, left = _receipts(dossiers, report, arguments.get("addresses", {}))
    known = {dossier.pk for dossier in dossiers}
    left = dict.fromkeys((each for each in arguments["ids"] if each not in known), _NO_RECEIPT) | left
    told: dict[str, Any] = {"left": {str(number): why for number, why in left.items()}}
    if len(left) < len(arguments["ids"]):
        told["file"] = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}.pdf", ContentFile(content))
        told["name"] = f"giay-tiep-nhan-{clock.today():%Y%m%d}.pdf"
    return told


@require_GET
@gate()
def long_work(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """How far somebody's own long work has come, and what came of it; htmx asks for the part that moves."""
    one = _own_job(officer, number)
    status = status_of(one)
    context: dict[str, Any] = {"job": one, "status": status, **_came_of(officer, one, status)}
    if request.headers.get("HX-Request") and not status.ended:
        return show(request, officer, "staff/parts/long_work.html", context)
    answer = show(request, officer, "staff/long_work.html", context)
    if request.headers.get("HX-Request"):
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
@gate()
def made_file(request: HttpRequest, officer: Officer, number: int) -> HttpResponse:
    """The file that long work made, for who asked for it, for a day."""
    one = _own_job(officer, number)
    file = (one.result or {}).get("file", "")
    fresh = one.finished_at is not None and clock.now() - one.finished_at <= KEPT_FOR
    if not file.startswith(f"{FOLDER}/") or not fresh or not default_storage.exists(file):
        raise NotFound("Tệp này chỉ giữ trong 24 giờ. Lập lại từ danh sách.")
    assert one.result is not None  # noqa: S101 - it named the file
    made = FileResponse(default_storage.open(file), as_attachment=True, filename=one.result["name"])
    return cast(HttpResponse, made)


def _ticked(request: HttpRequest, officer: Officer) -> list[int]:
    """The dossiers ticked; with «all» those the list shows, at most a thousand."""
    if request.POST.get("all"):
        return chosen_work(officer, QueryDict(request.POST.get("query", ""))).found().ids
    sent = (number for number in request.POST.getlist("pick") if number.isdecimal())
    return [int(number) for number in sent if len(number) < _LONGEST_NUMBER][:_MOST_AT_A_TIME]


def _holder(request: HttpRequest, act: Act) -> int | None:
    if act not in NAMES_HOLDER:
        return None
    given = request.POST.get("holder", "")
    if not given.isdecimal() or len(given) >= _LONGEST_NUMBER or not Staff.objects.filter(pk=given).exists():
        raise Refused("Chọn người xử lý ở ô «Giao cho» rồi làm lại.", field="holder", code="holder")
    return int(given)


def _print(officer: Officer, ticked: list[int], there: dict[str, str], key: str) -> HttpResponse:
    dossiers = _visible(officer, ticked)
    if not dossiers:
        raise Refused("Chưa chọn hồ sơ đã tiếp nhận nào để in. Đánh dấu các hồ sơ rồi in lại.", code="none")
    if len(dossiers) > PRINT_AT_ONCE:
        return ask_for(officer, "staff.print", {"ids": ticked, "addresses": there}, key)
    content, left = _receipts(dossiers, lambda done, total, text="": None, there)
    if len(left) == len(dossiers):
        raise Refused(next(iter(left.values())), code="none")
    disposition = f'inline; filename="giay-tiep-nhan-{clock.today():%Y%m%d}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _visible(officer: Officer, numbers: Iterable[int]) -> list[Dossier]:
    rows = dossiers_for(officer, Right.SEE_DOSSIERS).select_related("version", "desk", "receiver", "person")
    wanted = list(numbers)
    found = rows.exclude(received_at=None).in_bulk(wanted)
    return [found[number] for number in wanted if number in found]


def _receipts(dossiers: list[Dossier], report: Report, there: dict[str, str]) -> tuple[bytes, dict[int, str]]:
    """One PDF of all receipts, in the order of the list, and why some are missing from it."""
    import pikepdf

    whole, left = pikepdf.new(), {}
    for place, dossier in enumerate(dossiers, 1):
        try:
            with pikepdf.open(io.BytesIO(issuing.receipt(dossier, **there))) as one:
                whole.pages.extend(one.pages)
        except Refused as refused:
            left[dossier.pk] = refused.message
        report(place, len(dossiers), "Đang lập giấy tiếp nhận")
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue(), left


def _report(request: HttpRequest, officer: Officer, act: Act, outcome: Outcome, ticked: int) -> HttpResponse:
    status = 200 if outcome.done or not ticked else 422
    context = _outcome(officer, act.label, outcome) | {"ticked": ticked, "back": "staff:work"}
    return show(request, officer, "staff/acted_on_many.html", context, status=status)


def _outcome(officer: Officer, label: str, outcome: Outcome) -> dict[str, Any]:
    rows = dossiers_for(officer, Right.SEE_DOSSIERS).only("code", "tracking", "applicant_name", "state")
    known = rows.select_related(None).in_bulk([*outcome.done, *outcome.refused])
    return {
        "label": label,
        "performed": [known[number] for number in outcome.done if number in known],
        "refused": _by_words(outcome, known),
    }


def _by_words(outcome: Outcome, known: dict[int, Dossier]) -> list[tuple[str, list[Dossier | None]]]:
    """Each reason once, with the dossiers it holds for: a hundred refused alike are one line to read."""
    found: dict[str, list[Dossier | None]] = {}
    for number, words in outcome.refused.items():
        found.setdefault(words, []).append(known.get(number))
    return list(found.items())


def _came_of(officer: Officer, one: Job, status: JobStatus) -> dict[str, Any]:
    result = one.result or {}
    if status.ended and "left_drafts" in result:
        return drafts_together.came_of(officer, result)
    if status.ended and "left" in result:
        left = Outcome([], {int(key): why for key, why in result["left"].items()})
        return _outcome(officer, "In biểu mẫu", left) | {
            "told": True,
            "printed": result if "forms" in result else None,
            "file": result.get("file", ""),
        }
    if not status.ended or "act" not in result:
        return {"file": result.get("file", ""), "rows": result.get("rows")}
    refused = {int(key): why for key, why in result["refused"].items()}
    return _outcome(officer, Act(result["act"]).label, Outcome(result["done"], refused)) | {"told": True}


def _own_job(officer: Officer, number: int) -> Job:
    found = Job.objects.filter(pk=number, owner=owner_of(officer)).first()
    if found is None:
        raise NotFound
    return found
