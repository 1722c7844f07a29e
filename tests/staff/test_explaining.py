"""What heads explain about late dossiers: asked of them once, shown with who gave it, published with the late agencies."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests import factories
from tests.factories import moment
from tests.staff.conftest import Office
from tests.staff.test_lateness import DRAFT, do, text_of

from motcua.audit.relay import run_to_end
from motcua.doors.public.late_list import late_list
from motcua.dossiers.lateness_models import Explanation
from motcua.dossiers.models import Dossier
from motcua.kernel.clock import frozen
from motcua.measurement.actions import rebuild
from motcua.organisation.enums import Role
from motcua.organisation.models import Staff, Succession

pytestmark = pytest.mark.django_db


def test_a_late_dossier_is_explained_by_the_head_once(office: Office, dossier: Dossier):
    with frozen(moment("2026-06-12 09:00")):
        assert dossier.code in text_of(office, Role.CONTROL, "explanations")
        url = reverse("staff:explain", args=[dossier.code])
        sent = {"cause": "understaffed", "words": "Hai người nghỉ ốm", "measures": "Bố trí người thay"}
        assert office[Role.SPECIALIST].get(url).status_code == 404
        assert office[Role.LEADER].post(url, sent | {"measures": ""}).status_code == 422
        assert office[Role.LEADER].post(url, sent).status_code == 302
        missing, given = text_of(office, Role.CONTROL, "explanations").split("Đã giải trình</h2>")
        assert dossier.code not in missing
        assert office[Role.LEADER].post(url, sent).status_code == 422
        page = text_of(office, Role.CONTROL, "dossier", dossier.code)
        assert "Giải trình của người đứng đầu" in page
        assert sent["measures"] in page
        head = office.staff[Role.LEADER]
        assert head.name in given
        assert "sau hạn giải trình" in given
    # Still late at the end of June: with its agency stands which head explained.
    with frozen(moment("2026-07-06 09:00")):
        run_to_end()
        [row] = late_list().rows
        assert (row.late, row.explained, row.heads) == (1, 1, (f"{head.name} ({head.title})",))
        Staff.objects.filter(pk=head.pk).update(public=False)
        cache.clear()
        assert late_list().rows[0].heads == ()
        # Merged since: the dossier is counted at the successor, and what its former head explained is with it.
        heir = factories.agency("H99.08", name="UBND xã Mới")
        merged = {"kind": "merge", "day": date(2026, 7, 1)}
        Succession.objects.create(predecessor=office.agency, successor=heir, **merged)
        rebuild()
        cache.clear()
        assert [(each.name, each.late, each.explained) for each in late_list().rows] == [(heir.name, 1, 1)]
    row = Explanation.objects.get()
    assert (row.missed_due, row.due_on, row.cause) == (date(2026, 6, 10), date(2026, 6, 9), "understaffed")


def test_an_extended_dossier_is_explained_for_the_date_it_missed(office: Office, dossier: Dossier):
    with frozen(moment("2026-06-09 09:00")):
        do(office, Role.LEADER, dossier, "extend", **DRAFT)
        page = text_of(office, Role.LEADER, "explanations")
    assert dossier.code in page
    assert "10/06/2026" in page
