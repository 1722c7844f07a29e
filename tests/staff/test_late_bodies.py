"""Lateness of interlinked dossiers stands at the body that ran over, on the officers' page and on the public one."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office
from tests.staff.test_bodies import dossier, sent, version  # noqa: F401 - fixtures

from motcua.doors.public.figures import overdue_now
from motcua.doors.public.late_list import late_list
from motcua.dossiers import actions, handing
from motcua.dossiers.bodies import Part
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import commands
from motcua.kernel.clock import frozen
from motcua.measurement.actions import rebuild
from motcua.organisation.enums import Role
from motcua.organisation.models import Agency

pytestmark = pytest.mark.django_db


def staff_page(office: Office) -> str:
    return office[Role.SPECIALIST].get(reverse("staff:lateness")).content.decode()


def published() -> dict[str, tuple[int, int, int]]:
    cache.clear()
    rebuild()
    return {row.code: (row.late, row.elsewhere, row.parts) for row in overdue_now()[1]}


def test_a_late_body_bears_its_lateness_and_the_lead_none(
    sent: Dossier,  # noqa: F811
    office: Office,
    elsewhere: Office,
    django_assert_max_num_queries: Any,
) -> None:
    # Sent on 3/6; two working days of its own are over on 5/6, the citizen's five on 10/6.
    with frozen(moment("2026-06-05 16:00")):
        assert "đã quá hạn" not in staff_page(elsewhere)
        assert published() == {"H99.01": (0, 0, 0)}
    with frozen(moment("2026-06-08 09:00")):  # late at the body, the citizen's day not over yet
        with django_assert_max_num_queries(40):
            theirs = staff_page(elsewhere)
        assert "Phần việc liên thông của cơ quan này đã quá hạn" in theirs
        assert sent.code in theirs
        assert published() == {"H99.01": (0, 0, 0), "H99.02": (0, 0, 1)}
    with frozen(moment("2026-06-11 09:00")):  # late for the citizen, too
        ours = staff_page(office)
        assert "Chậm ở cơ quan tham gia" in ours
        assert elsewhere.agency.name in ours
        only = office[Role.SPECIALIST].get(reverse("staff:lateness"), {"xem": "qua-han"}).content.decode()
        assert sent.code not in only
        assert published() == {"H99.01": (0, 1, 0), "H99.02": (0, 0, 1)}
        text = Client().get("/qua-han").content.decode()
        assert "1 hồ sơ quá ngày hẹn trả" in text
        assert "không tính ở cơ quan giải quyết" in text
        # On record and no longer waited for: the lead goes on with it, and its own time is over.
        handing.excuse(sent.pk, 2, "Đã đôn đốc", actor=office.actor(Role.SPECIALIST))
        assert published() == {"H99.01": (1, 0, 0), "H99.02": (0, 0, 1)}


def test_the_month_is_told_at_the_late_body(sent: Dossier, office: Office, elsewhere: Office):  # noqa: F811
    with frozen(moment("2026-06-10 09:00")):
        handing.take(sent.pk, 2, actor=elsewhere.actor(Role.SPECIALIST))
        assert Part.objects.get(number=2).due_at == moment("2026-06-05 17:00")
        handing.answer(sent.pk, 2, "Đã xác minh", actor=elsewhere.actor(Role.SPECIALIST))
    with frozen(moment("2026-06-12 09:00")):
        actions.perform(sent.pk, commands.Finish(), actor=office.actor(Role.LEADER))
    with frozen(moment("2026-07-06 09:00")):
        cache.clear()
        rebuild()
        names = {agency.name: agency.code for agency in Agency.objects.all()}
        assert [(names[row.name], row.late) for row in late_list().rows] == [("H99.02", 1)]
