"""Two relays that meet the same new dossier at the same moment count it once."""

import threading

import pytest
from django.db import connection
from tests import factories
from tests.factories import CLERK, moment

from motcua.dossiers import actions
from motcua.kernel.clock import frozen
from motcua.measurement.actions import rebuild, recompute
from motcua.measurement.models import RollUp

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]


def test_two_at_once_count_once() -> None:
    commune = factories.agency()
    clerk = factories.officer(commune)
    version = factories.version()
    with frozen(moment("2026-01-05 08:00")):
        keys = [
            actions.receive_at_counter(
                factories.filing(version, commune), actor=CLERK, receiver_id=clerk.pk
            ).pk
            for _ in range(12)
        ]
    start = threading.Barrier(4)

    def count() -> None:
        start.wait()
        with frozen(moment("2026-03-02 08:00")):
            recompute(keys)
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = dict(RollUp.objects.values_list("period", "handled"))
    assert kept["2026-01"] == 12
    with frozen(moment("2026-03-02 08:00")):
        rebuild()
    assert kept == dict(RollUp.objects.values_list("period", "handled"))
