"""Where open dossiers stand, and the screen on the wall."""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office, received

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.kernel.clock import frozen
from motcua.measurement.queries import scope_of
from motcua.measurement.where import by_step
from motcua.organisation.enums import Role


def test_late_dossiers_are_counted_at_the_step_they_stand_at(office: Office, birth: ProcedureVersion):
    stands, waits, early = (received(office, birth) for _ in range(3))
    step = Dossier.objects.get(pk=stands.pk).step_name
    Dossier.objects.filter(pk=waits.pk).update(waiting_since=moment("2026-06-03 10:00"))
    Dossier.objects.filter(pk=early.pk).update(due_date="2026-12-31", due_at=moment("2026-12-31 17:00"))
    [one] = by_step(scope_of(office.agency), moment("2026-06-29 08:00"))
    assert (one.step, one.many, one.late) == (step, 3, 1)


def test_a_bar_opens_the_dossiers_behind_it(office: Office, elsewhere: Office, birth: ProcedureVersion):
    """As many as it says: the late ones, with all of the step beside them."""
    ours = Dossier.objects.get(pk=received(office, birth).pk)
    theirs, early = received(elsewhere, birth), received(office, birth)
    Dossier.objects.filter(pk=early.pk).update(due_date="2026-12-31", due_at=moment("2026-12-31 17:00"))
    with frozen(moment("2026-06-29 08:00")):
        page = office[Role.CONTROL].get(reverse("staff:where")).content.decode()
        [link] = set(re.findall(r'href="([^"]*/o-dau/ho-so\?[^"]*step=[^"]*)"', page))
        behind = office[Role.CONTROL].get(link.replace("&amp;", "&")).content.decode()
        every = office[Role.CONTROL].get(link.replace("&amp;", "&").replace("&late=1", "")).content.decode()
    assert ours.code in behind
    assert early.code not in behind
    assert early.code in every
    assert theirs.code not in behind


def test_the_wall_holds_every_picture_and_asks_little(office: Office, birth: ProcedureVersion):
    received(office, birth)
    browser = office[Role.LEADER]
    browser.get(reverse("staff:wall"))
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse("staff:wall")).content.decode()
    assert page.count("data-panel ") >= 4
    assert 'data-wall="20"' in page
    assert len(asked) <= 26, [each["sql"][:80] for each in asked]


def test_the_wall_turns_at_the_pace_asked_for_within_reason(office: Office):
    def pace(text: str) -> Any:
        answer = office[Role.LEADER].get(reverse("staff:wall"), {"giay": text})
        return re.search(r'data-wall="(\d+)"', answer.content.decode()).group(1)  # type: ignore[union-attr]

    assert [pace(text) for text in ("45", "1", "9999", "99999999999", "nhanh")] == [
        "45",
        "5",
        "300",
        "20",
        "20",
    ]
