"""The drafts that wait for a leader: many approved or returned at once, each in its own act, and told done or why not."""

import secrets
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from motcua.doors.staff.batches import AT_ONCE
from motcua.doors.staff.gates import act_key_of, done, gate
from motcua.doors.staff.long_jobs import ask_for, who_asked
from motcua.doors.staff.pages import show
from motcua.dossiers import drafts
from motcua.dossiers.drafts import Decision
from motcua.dossiers.paper_trail import Draft, DraftState
from motcua.jobs.queue import Arguments, Report, Result
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.organisation.enums import Right
from motcua.organisation.rules import Officer

_SHOWN = 500
_MOST_WORDS = 2000
_LONGEST_NUMBER = 18  # digits; what is longer fits into no column
_DECISIONS = {"approve": True, "return": False}
LABELS = {"approve": "Duyệt dự thảo", "return": "Trả lại dự thảo"}


@require_http_methods(["GET", "POST"])
@gate(Right.SIGN_OFF)
def waiting(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Every draft that waits for the leader; several are approved or returned at once, with words for all or for one."""
    if request.method == "GET":
        return _page(request, officer, {})
    wanted = request.POST.get("do", "approve")
    if wanted not in _DECISIONS:
        raise NotFound
    decision, ticked = _decision(request, wanted), _ticked(request)
    if not ticked:
        return _page(
            request, officer, {}, error="Chưa chọn văn bản nào. Đánh dấu các văn bản rồi làm lại.", status=422
        )
    if not decision.approves and not all(decision.words_for(number) for number in ticked):
        words = (
            "Ghi ý kiến chung, hoặc ý kiến riêng cho từng văn bản đã chọn, để người soạn biết phải sửa gì."
        )
        return _page(request, officer, {}, error=words, status=422)
    if len(ticked) > AT_ONCE:
        return ask_for(
            officer,
            "staff.drafts",
            _asked(wanted, decision, ticked),
            act_key_of(request) or secrets.token_hex(16),
        )
    made, refused = _decide(officer, ticked, decision)
    if made:
        done(request, f"Đã {'duyệt' if decision.approves else 'trả lại'} {len(made)} dự thảo.")
    if not refused:
        return redirect("staff:drafts-waiting")
    return _page(request, officer, refused, label=LABELS[wanted], status=200 if made else 422)


def decide_later(arguments: Arguments, report: Report) -> Result:
    """The same for more than a page waits for; run again it finds what was decided."""
    officer, wanted = who_asked(arguments), str(arguments["decision"])
    decision = Decision(
        _DECISIONS[wanted], datetime.fromisoformat(arguments["seen_at"]), arguments["words"],
        {int(number): words for number, words in arguments["own_words"].items()},
    )  # fmt: skip
    ids: list[int] = arguments["ids"]
    made, refused = _decide(officer, ids, decision, lambda place: report(place, len(ids), LABELS[wanted]))
    return {
        "decision": wanted,
        "decided": made,
        "left_drafts": {str(number): why for number, why in refused.items()},
    }


def came_of(officer: Officer, result: dict[str, Any]) -> dict[str, Any]:
    """What came of a long decision, for its page."""
    refused = {int(number): str(why) for number, why in result["left_drafts"].items()}
    return {
        "told_drafts": True,
        "label": LABELS[result["decision"]],
        "decided": _known(officer, result["decided"]),
        "refused_drafts": _with_words(officer, refused),
    }


def _decide(
    officer: Officer, ids: list[int], decision: Decision, after: Any = lambda place: None
) -> tuple[list[int], dict[int, str]]:
    """Each draft in the officer's scope, in the order given; hidden and absent ones are told alike."""
    known = drafts.drafts_to_decide(officer).in_bulk(ids)
    made, refused = drafts.decide_many(
        [known[number] for number in ids if number in known], decision, actor=officer.actor, after=after
    )
    lost = [number for number in ids if number not in known]
    return made, refused | dict.fromkeys(lost, "Dự thảo không còn trong phạm vi của ông/bà.")


def _ticked(request: HttpRequest) -> list[int]:
    sent = (number for number in request.POST.getlist("pick") if number.isdecimal())
    return list(dict.fromkeys(int(number) for number in sent if len(number) < _LONGEST_NUMBER))[:_SHOWN]


def _decision(request: HttpRequest, wanted: str) -> Decision:
    own = {
        int(name.removeprefix("words-")): words[:_MOST_WORDS]
        for name, words in request.POST.items()
        if name.removeprefix("words-").isdecimal() and isinstance(words, str) and words.strip()
    }
    words = request.POST.get("words", "").strip()[:_MOST_WORDS]
    return Decision(_DECISIONS[wanted], _seen_at(request), words, own)


def _seen_at(request: HttpRequest) -> datetime:
    """When the list was drawn; a field that was tampered with only refuses more."""
    try:
        seen = datetime.fromisoformat(request.POST.get("seen_at", ""))
    except ValueError:
        return clock.now()
    return min(seen, clock.now()) if seen.tzinfo else clock.now()


def _asked(wanted: str, decision: Decision, ticked: list[int]) -> dict[str, Any]:
    return {
        "decision": wanted,
        "seen_at": decision.seen_at.isoformat(),
        "words": decision.words,
        "own_words": {str(number): words for number, words in decision.own_words.items() if number in ticked},
        "ids": ticked,
    }


def _page(
    request: HttpRequest,
    officer: Officer,
    refused: dict[int, str],
    *,
    label: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The list; after a refusal with what was ticked and typed."""
    rows = drafts.drafts_to_decide(officer).filter(state=DraftState.SUBMITTED.value)
    ticked = set(_ticked(request)) if request.method == "POST" else set()
    context = {
        "rows": [
            (each, each.pk in ticked, request.POST.get(f"words-{each.pk}", "")) for each in rows[:_SHOWN]
        ],
        "many": rows.count(),
        "shown": _SHOWN,
        "refused": _with_words(officer, refused),
        "label": label,
        "errors": [("#words" if ticked else "#drafts", error)] if error else [],
        "words": request.POST.get("words", ""),
        "seen_at": clock.now().isoformat(),
    }
    return show(request, officer, "staff/drafts_waiting.html", context, status=status)


def _known(officer: Officer, ids: list[int]) -> list[Draft]:
    known = drafts.drafts_to_decide(officer).in_bulk(ids)
    return [known[number] for number in ids if number in known]


def _with_words(officer: Officer, refused: dict[int, str]) -> list[tuple[Draft | None, str]]:
    known = {each.pk: each for each in _known(officer, list(refused))} if refused else {}
    return [(known.get(number), why) for number, why in refused.items()]
