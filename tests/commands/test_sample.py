"""One seed and one day give one sample."""

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from motcua.blobs.models import Blob
from motcua.doors.commands import sample
from motcua.dossiers.models import Dossier, DossierPaper, Event, StepRun
from motcua.plans.models import PlanTask


class _TakeBack(Exception):  # noqa: N818 - no error: the way out of the transaction
    """Undo what was made."""


def told(seed: int) -> list[list[tuple[object, ...]]]:
    """What a sample says, keys of the database left out; the database is empty again afterwards."""
    said: list[list[tuple[object, ...]]] = []
    try:
        with transaction.atomic():
            sample.fill(seed=seed, until=date(2026, 3, 20), many=60)
            dossiers = Dossier.objects.order_by("tracking")
            said = [
                list(
                    dossiers.values_list(
                        "tracking", "code", "applicant_name", "due_date", "state", "finished_at"
                    )
                ),
                list(
                    Event.objects.order_by("dossier__tracking", "number").values_list(
                        "act", "happened_at", "note"
                    )
                ),
                list(
                    DossierPaper.objects.order_by("dossier__tracking", "pk").values_list(
                        "role", "paper__blob_id"
                    )
                ),
                list(
                    PlanTask.objects.order_by("plan__year", "order").values_list(
                        "title", "percent", "done_on"
                    )
                ),
                list(Blob.objects.order_by("sha256").values_list("sha256")),
                # Steps have assumed hours: without them nothing is foretold.
                [(StepRun.objects.filter(due_at=None).count(), StepRun.objects.count())],
            ]
            raise _TakeBack
    except _TakeBack:
        return said


@pytest.fixture
def _own_folder(settings, tmp_path: Path) -> None:
    """The mark of a sample is left beside the data: not beside those of the other tests."""
    settings.HOME = tmp_path


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
def test_one_seed_one_sample_another_seed_another() -> None:
    first, again, other = told(3), told(3), told(4)
    assert first == again
    assert first[0] != other[0]
    assert len(first[0]) > 50
    [(without, steps)] = first[-1]
    assert without < steps / 20
