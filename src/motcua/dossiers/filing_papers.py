"""The papers of a draft: which are wanted, which were put in, what the store holds already, how an act takes them."""

from collections.abc import Sequence

from motcua.blobs.models import Blob
from motcua.catalogue.eforms.definition import Form
from motcua.catalogue.eforms.keeping import form_for
from motcua.catalogue.eforms.standing_in import answered_by
from motcua.catalogue.models import Component, ProcedureVersion
from motcua.catalogue.queries import parts_of
from motcua.datastore.prepared import Prepared
from motcua.datastore.rows import insert
from motcua.datastore.writing import act
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.filing_drafts import DraftPaper, FilingDraft
from motcua.dossiers.own_drafts import form_of_draft, not_sent, touch
from motcua.jobs.queue import enqueue
from motcua.kernel import clock
from motcua.kernel.refusals import NotFound
from motcua.storehouse.enums import Origin
from motcua.storehouse.models import Paper
from motcua.storehouse.queries import held_by, held_by_person

PHOTO_TO_PDF = "dossiers.photo_to_pdf"


def put_paper(
    draft: FilingDraft, component: Component | None, blob: Blob, title: str, *, extra_id: int | None = None
) -> DraftPaper:
    """A file for a component (or a paper outside them). A photograph becomes pages of a PDF a moment later."""
    paper = _add(draft, component, DraftPaper(title=title[:500], blob=blob.pk, extra_id=extra_id))
    if blob.mime.startswith("image/"):
        enqueue(PHOTO_TO_PDF, {"paper": paper.pk, "blob": blob.pk}, unique_key=f"{PHOTO_TO_PDF}:{paper.pk}")
    return paper


def use_held(draft: FilingDraft, component: Component, paper_id: int) -> DraftPaper:
    """Use what the store holds of this person already. Raises NotFound for papers of others."""
    held = held_by(draft.person).filter(pk=paper_id).first()
    if held is None:
        raise NotFound
    return _add(draft, component, DraftPaper(title=held.title, reused=held))


def drop_paper(draft: FilingDraft, paper_id: int) -> None:
    """Take a paper out again."""
    not_sent(draft)
    with act():
        DraftPaper.objects.filter(pk=paper_id, draft=draft).delete()
        touch(draft)


def papers_of(draft: FilingDraft) -> list[DraftPaper]:
    """The papers put in so far."""
    return _PAPERS.all(draft.pk)


_PAPERS = Prepared(lambda draft: DraftPaper.objects.filter(draft_id=draft), int)


def held_papers(draft: FilingDraft) -> list[Paper]:
    """What the store holds of this person: never asked for again."""
    return held_by_person(draft.person)


def papers_to_prepare(version: ProcedureVersion) -> list[Component]:
    """What somebody who is about to begin must have at hand, what everybody needs first."""
    form = form_for(version, clock.today())
    wanted = _papers_beside(form.form if form else None, version)
    return sorted(wanted, key=lambda each: not each.required or bool(each.condition))


def papers_wanted(draft: FilingDraft) -> list[Component]:
    """The components to hand in with a draft."""
    return _papers_beside(form_of_draft(draft), draft.version)


def _papers_beside(form: Form | None, version: ProcedureVersion) -> list[Component]:
    """The components to hand in here: not what is only shown, nor what the form answered here stands for."""
    components = sorted(parts_of(version).components, key=lambda each: each.pk)
    answered = answered_by(form, components)
    return [each for each in components if not each.present_only and each.pk not in answered]


def papers_missing(components: Sequence[Component], papers: Sequence[DraftPaper]) -> list[Component]:
    """Required components without a paper: conditional ones are the citizen's to judge, of alternatives one is
    enough."""
    there = {paper.component_id for paper in papers}
    groups = {each.alternative_group for each in components if each.alternative_group and each.pk in there}
    return [
        each
        for each in components
        if each.required
        and not each.condition
        and each.pk not in there
        and each.alternative_group not in groups
    ]


def handed_in(paper: DraftPaper) -> HandedIn:
    """A paper of a draft as an act takes it."""
    if paper.reused_id:
        return HandedIn(
            paper.title, Origin.REUSED.value, component_id=paper.component_id, reused_paper_id=paper.reused_id
        )
    return HandedIn(paper.title, Origin.UPLOADED.value, component_id=paper.component_id, blob=paper.blob)


def _add(draft: FilingDraft, component: Component | None, paper: DraftPaper) -> DraftPaper:
    if component is not None and component.version_id != draft.version_id:
        raise NotFound
    not_sent(draft)
    paper.draft, paper.component, paper.added_at = draft, component, clock.now()
    with act():
        touch(draft)
        insert([paper])
    return paper
