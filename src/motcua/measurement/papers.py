"""What the papers of dossiers say for the criteria of group IV: digitised, electronic, reused, shared (IV.1 to IV.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from motcua.dossiers.models import DossierPaper, PaperRole
from motcua.storehouse.care_enums import Replacing
from motcua.storehouse.models import Paper
from motcua.storehouse.queries import kept_for

# The name under which a component's data came from the population database (IV.5b).
POPULATION = "dân cư"
NO_PAPERS = {
    "digitised": False, "result_electronic": False, "reused": False, "shared": False, "population_data": False,
}  # fmt: skip


def papers_of(dossier_ids: Sequence[int]) -> dict[int, dict[str, bool]]:
    """Dossier id -> what its papers say for the fact; one statement, and one for each link of merged duplicates."""
    found = DossierPaper.objects.filter(dossier_id__in=dossier_ids).values_list(
        "dossier_id", "role", "reused", "paper__origin_source", "paper__superseded_by", "paper__replaced_how",
        "paper__blob", "paper__digitised_at", "paper__shared_at", "paper__revoked_at", "paper__destroyed_at",
    )  # fmt: skip
    rows = list(found)
    merged = {row[4] for row in rows if row[4] and row[5] == Replacing.MERGED}
    kept = kept_for(merged) if merged else {}
    grouped: dict[int, list[_Counted]] = {}
    for row in rows:
        grouped.setdefault(row[0], []).append(_counted(row, kept.get(row[4] or 0)))
    return {key: _paper_flags(papers) for key, papers in grouped.items()}


@dataclass(frozen=True, slots=True)
class _Counted:
    """A paper of a dossier as the criteria of group IV see it."""

    role: str
    reused: bool
    source: str
    has_file: bool
    digitised: bool
    shared: bool
    stands: bool


def _counted(row: tuple[Any, ...], kept: Paper | None) -> _Counted:
    """A merged duplicate is what the paper kept for it is; what was destroyed when its time was over had been there."""
    _, role, reused, source, superseded, how, blob, digitised, shared, revoked, destroyed = row
    replaced = superseded and how != Replacing.MERGED
    if kept is not None:
        blob, destroyed = kept.blob_id or blob, kept.destroyed_at or destroyed
        digitised, shared = digitised or kept.digitised_at, shared or kept.shared_at
        revoked, replaced = revoked or kept.revoked_at, kept.superseded_by_id
    return _Counted(
        role,
        reused,
        source,
        bool(blob or destroyed),
        bool(digitised),
        bool(shared),
        not (revoked or replaced),
    )


def _paper_flags(papers: Sequence[_Counted]) -> dict[str, bool]:
    # A result that was revoked or replaced is no result any more; a component did its part when it was handed in.
    results = [paper for paper in papers if paper.role == PaperRole.RESULT]
    standing = [paper for paper in results if paper.stands]
    components = [paper for paper in papers if paper.role == PaperRole.COMPONENT]
    electronic = any(paper.has_file for paper in standing)
    scanned = bool(components) and all(paper.digitised for paper in components)
    counted = [paper for paper in papers if paper.role != PaperRole.RESULT or paper.stands]
    return {
        # IV.2 asks for files of the components and of the result (working paper on the formulas).
        "digitised": scanned and (electronic or not results),
        "result_electronic": electronic,
        "reused": any(paper.reused for paper in counted),
        "shared": any(paper.shared for paper in counted),
        "population_data": any(POPULATION in paper.source.lower() for paper in counted),
    }
