"""A citizen's own drafts: which they are and who may open one, what stands in one, how it is changed, given up, forgotten.

`draft_for` is the only way to a draft: of this person, by its token; hidden and absent answer alike. A reply, and a
filing sent for somebody else, last as long as their author follows the dossier: a delegate taken out finds neither.
"""

import json
from typing import Any

from motcua.accounts.models import Person
from motcua.catalogue.eforms.definition import Form
from motcua.catalogue.eforms.keeping import form_numbered
from motcua.catalogue.eforms.validating import Answers
from motcua.catalogue.listing import version_numbered
from motcua.catalogue.models import Procedure
from motcua.datastore import changing
from motcua.datastore.prepared import Prepared
from motcua.datastore.writing import act
from motcua.dossiers.filing_drafts import FilingDraft
from motcua.dossiers.own import dossiers_of, follows
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound, Overtaken, Refused
from motcua.organisation.queries import agency_numbered


def draft_for(person: Person, token: str) -> FilingDraft:
    """A draft of this person; a reply, or what they sent for another, only while the dossier is theirs. Raises NotFound;
    one statement for a filing while catalogue and agencies stay as they are."""
    found = _DRAFT.first(person.pk, token)
    if found is None or ((theirs := _only_while(found)) and not follows(person, theirs)):
        raise NotFound
    found.person = person
    found.version = version_numbered(found.version_id)
    found.agency = agency_numbered(found.agency_id)
    return found


def _only_while(draft: FilingDraft) -> int | None:
    """The dossier that the author of a draft must follow to open it; none for a filing not yet sent, or one's own."""
    return draft.replies_to or (draft.dossier_id if draft.delegate_name else None)


_DRAFT = Prepared(lambda person, token: FilingDraft.objects.filter(person_id=person, token=token), int, str)


def drafts_of(person: Person) -> list[FilingDraft]:
    """Drafts not yet sent, the newest first; replies only to dossiers that are theirs still."""
    begun = list(FilingDraft.objects.filter(person=person, dossier_id=None).order_by("-changed_at"))
    replied = [draft.replies_to for draft in begun if draft.replies_to]
    theirs = set(dossiers_of(person).filter(pk__in=replied).values_list("pk", flat=True)) if replied else ()
    mine = [draft for draft in begun if not draft.replies_to or draft.replies_to in theirs]
    for draft in mine:
        draft.version = version_numbered(draft.version_id)
    return mine


def begun_of(person: Person, procedure: Procedure) -> list[FilingDraft]:
    """Filings of a procedure begun and not yet sent, the newest first: their tokens and when they were changed."""
    return _BEGUN.all(person.pk, procedure.pk)


_BEGUN = Prepared(
    lambda person, procedure: (
        FilingDraft.objects.filter(
            person_id=person, dossier_id=None, replies_to=None, version__procedure_id=procedure
        )
        .only("token", "changed_at")
        .order_by("-changed_at")
    ),
    int,
    int,
)


def form_of_draft(draft: FilingDraft) -> Form | None:
    """The form the draft was answered by."""
    stored = form_numbered(draft.eform_id)
    return stored.form if stored else None


def answers_of(draft: FilingDraft) -> Answers:
    """The answers so far."""
    return dict(json.loads(draft.answers or "{}"))


def throw_away(draft: FilingDraft) -> None:
    """The citizen does not want it any more; a sent one stays."""
    not_sent(draft)
    with act():
        FilingDraft.objects.filter(pk=draft.pk, dossier_id=None).delete()


def forget_old(before: Any, *, limit: int = 200) -> int:
    """Delete drafts nobody touched since a moment: what was never sent is not ours to keep."""
    old = FilingDraft.objects.filter(dossier_id=None, changed_at__lt=before).order_by("pk")
    with act():
        keys = list(old.values_list("pk", flat=True)[:limit])
        FilingDraft.objects.filter(pk__in=keys).delete()
    return len(keys)


def not_sent(draft: FilingDraft) -> None:
    """Raises Refused when the draft was sent."""
    if draft.dossier_id:
        raise Refused("Hồ sơ này đã gửi, không sửa ở đây được nữa.", code="sent")


def must_be_current(draft: FilingDraft, seen: int | None) -> None:
    """Raises Overtaken when the draft was changed in another window since `seen`."""
    if seen is not None and seen != draft.revision:
        raise Overtaken("Hồ sơ này vừa được sửa ở cửa sổ khác. Xem lại nội dung mới nhất rồi tiếp tục.")


def touch(draft: FilingDraft) -> None:
    """Within an act: the draft is another one from now on. Raises Refused when it was sent meanwhile."""
    now = clock.now()
    if not changing.change(
        FilingDraft, draft.pk, {"changed_at": now}, only_if={"dossier_id": None}, count_up="revision"
    ):
        _why_not(draft, None)
    draft.revision, draft.changed_at = draft.revision + 1, now


def change(draft: FilingDraft, *, seen: int | None = None, **columns: Any) -> None:
    """Write some columns, unless the draft was sent meanwhile or changed since `seen`; one statement when it was not."""
    not_sent(draft)
    now = clock.now()
    current = {"dossier_id": None} if seen is None else {"dossier_id": None, "revision": seen}
    with changing.alone():
        stored = changing.change(
            FilingDraft, draft.pk, {**columns, "changed_at": now}, only_if=current, count_up="revision"
        )
    if not stored:
        _why_not(draft, seen)
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.revision, draft.changed_at = (draft.revision if seen is None else seen) + 1, now


def _why_not(draft: FilingDraft, seen: int | None) -> None:
    """Raises the reason for which a draft could not be changed."""
    stored = FilingDraft.objects.filter(pk=draft.pk).first()
    if stored is None:
        raise NotFound
    not_sent(stored)
    must_be_current(stored, seen)
