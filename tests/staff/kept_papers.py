"""Papers kept of the person of one dossier, for tests of their care."""

from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any

from tests.forge import scans

from motcua.blobs.store import put
from motcua.datastore.writing import act
from motcua.dossiers import cleaning
from motcua.dossiers.models import Dossier, DossierPaper, PaperRole
from motcua.jobs import queue
from motcua.jobs.running import run_to_end
from motcua.kernel import clock
from motcua.storehouse.actions import NewPaper, keep
from motcua.storehouse.enums import Origin, PaperKind
from motcua.storehouse.models import DoubtfulPaper

_nights = count(1)


@cache
def page_of(seed: int) -> bytes:
    """The very same bytes each time."""
    return scans.page(scans.told(seed))


def paper_in(
    dossier: Dossier, *, role: PaperRole = PaperRole.COMPONENT, seed: int = 1, **more: Any
) -> DossierPaper:
    """A paper with a file in a dossier, belonging to who filed it."""
    blob = put(page_of(seed), declared_name="a.pdf")
    given: dict[str, Any] = {
        "kind": PaperKind(role.value) if role != PaperRole.ATTACHMENT else PaperKind.ATTACHED,
        "title": "Giấy chứng sinh", "origin": Origin.UPLOADED, "blob": blob.sha256, "owner": dossier.person,
    } | more  # fmt: skip
    with act():
        [paper] = keep([NewPaper(**given)])
        return DossierPaper.objects.create(dossier=dossier, role=role, paper=paper)


def go_through() -> dict[str, Any]:
    """The round of another night."""
    with clock.frozen(clock.now() + timedelta(days=next(_nights))):
        queue.enqueue(cleaning.KIND, {})
        run_to_end()
    return {row.doubt: row for row in DoubtfulPaper.objects.all()}
