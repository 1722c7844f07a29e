"""Once only: what the store or a database holds is taken from there, and asking for it again needs a lawful reason.

Source: NĐ 118/2025 Điều 4.2a as amended by NĐ 309/2026 Điều 2. Each answer is kept with who gave it, shown on the
dossier and to its owner, and counted (REQ D12).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from motcua.datastore.rows import insert_blindly
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.dossiers.reuse_models import HeldAnswer
from motcua.dossiers.rules.offers import stand_ins
from motcua.dossiers.rules.papers import Lack
from motcua.kernel import clock
from motcua.kernel.refusals import Refused
from motcua.kernel.text import fold
from motcua.regimes import law
from motcua.regimes.queries import rule
from motcua.storehouse.enums import Origin
from motcua.storehouse.models import Paper
from motcua.storehouse.queries import held_by

STORE = "Kho dữ liệu điện tử"
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """One paper of a dossier with what was handed in for it and when."""

    dossier: Dossier
    given: HandedIn
    paper: Paper
    at: datetime | None


def reasons(on: date, scopes: Sequence[str] = ()) -> Mapping[str, str]:
    """Why a held paper may be asked for again all the same, by key."""
    return {str(key): str(words) for key, words in rule("reuse.reasons", on=on, scopes=scopes).items()}


def stand_ins_for(name: str, held: Iterable[Paper]) -> list[Paper]:
    """Held papers that may be the component of this name; none for a declaration, which is written anew each time."""
    held = list(held)
    if not held:
        return []
    begins = tuple(law.rule("reuse.declarations", on=clock.today()))
    return [] if fold(name).startswith(begins) else stand_ins(name, held)


def check_not_held(dossier: Dossier, missing: Iterable[str]) -> None:
    """Refuses to call a paper missing that the store holds of the applicant (NĐ 118/2025 Điều 4.2a)."""
    names, owner = list(missing), dossier.business or dossier.person
    if not names or owner is None:
        return
    brought = DossierPaper.objects.filter(dossier=dossier).values("paper_id")
    held = list(held_by(owner).exclude(pk__in=brought)[:_LOOKED_AT])
    for name in names:
        if found := stand_ins_for(name, held):
            raise Refused(
                f"«{name}»: hệ thống đã có «{found[0].title}» của người nộp, không yêu cầu nộp lại. Giấy tờ đã có chưa "
                f"dùng được thì chọn «{Lack.WRONG.label}» và ghi rõ vì sao.",
                field="items",
                code="held",
            )


def check_reason(reason: str, known: Mapping[str, str]) -> None:
    """Refuses to ask for a held paper again without one of the reasons."""
    if reason not in known:
        raise Refused(
            "Giấy tờ này hệ thống đã có: hãy dùng lại, hoặc chọn lý do phải nộp lại.",
            field="again",
            code="again",
        )


def keep_answers(answered: Iterable[Answered]) -> None:
    """Inside an act: note for every paper that was held whether it was used or asked for again."""
    wanted = [each for each in answered if _was_held(each.given)]
    if not wanted:
        return
    numbers = {number for each in wanted if (number := _held_id(each.given))}
    held = Paper.objects.select_related("agency").defer("text", "number").in_bulk(numbers) if numbers else {}
    insert_blindly([_row(each, held.get(_held_id(each.given) or 0, each.paper)) for each in wanted])


def source_of(paper: Paper) -> str:
    """Who answered: the database by its name, or the store with who issued the paper."""
    if paper.origin_source:
        return paper.origin_source
    issuer = paper.issuer or (paper.agency.name if paper.agency else "")
    return f"{STORE} ({issuer})"[:300] if issuer else STORE


def answers_of(dossier: Dossier) -> list[HeldAnswer]:
    """What was held for a dossier's components, in order."""
    return list(
        HeldAnswer.objects.filter(dossier=dossier).select_related("paper", "component").order_by("pk")
    )


def parted(codes: Sequence[str], first: date, last: date) -> tuple[list[int], list[int]]:
    """Dossiers received from a day to a day whose components were held at least in part: (nobody was asked again,
    something was asked for again), each by day of receipt."""
    asked = HeldAnswer.objects.filter(dossier=OuterRef("pk"), reused=False)
    rows = _with_held(codes, first, last).annotate(again=Exists(asked)).order_by("received_on", "pk")
    spared: tuple[list[int], list[int]] = ([], [])
    for key, again in rows.values_list("pk", "again"):
        spared[again].append(key)
    return spared


def counted(codes: Sequence[str], first: date, last: date) -> tuple[int, int]:
    """(dossiers where nothing held was asked for again, dossiers where something was held)."""
    held = _with_held(codes, first, last)
    asked = HeldAnswer.objects.filter(dossier=OuterRef("pk"), reused=False)
    everything = held.count()
    return everything - held.filter(Exists(asked)).count(), everything


def _with_held(codes: Sequence[str], first: date, last: date) -> QuerySet[Dossier]:
    answers = HeldAnswer.objects.filter(dossier=OuterRef("pk"))
    return Dossier.objects.filter(
        Exists(answers), agency__code__in=codes, received_on__gte=first, received_on__lte=last
    )


def _was_held(given: HandedIn) -> bool:
    spared = given.origin in (Origin.REUSED.value, Origin.DATABASE.value)
    return spared or given.reused_paper_id is not None or given.held_paper_id is not None


def _held_id(given: HandedIn) -> int | None:
    """The paper that was there before; None for data taken from a database with this very dossier."""
    return given.held_paper_id or given.reused_paper_id


def _row(each: Answered, held: Paper) -> HeldAnswer:
    again = each.given.held_paper_id is not None
    return HeldAnswer(
        dossier=each.dossier, component_id=each.given.component_id, paper=held, reused=not again,
        source=source_of(held), reason=each.given.again_reason if again else "", at=each.at or clock.now(),
    )  # fmt: skip
