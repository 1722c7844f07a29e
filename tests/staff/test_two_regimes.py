"""A whole reception over the page under both regimes: what is offered, the code, the form, the clock."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.factories import moment
from tests.staff.conftest import Office
from tests.staff.test_reception import CARD, address_of, form_of

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier, Event
from motcua.kernel.clock import frozen
from motcua.organisation.enums import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "regime", "due"),
    [("2024-06-03", "2018", date(2024, 6, 10)), ("2026-06-03", "2025", date(2026, 6, 10))],
)
def test_from_the_card_to_the_result_under_the_regime_of_the_day(
    office: Office, birth: ProcedureVersion, day: str, regime: str, due: date
):
    desk: Any = office[Role.RECEPTION]
    with frozen(moment(f"{day} 09:00")):
        assert birth.procedure.name in desk.get(reverse("staff:receive"), {"q": "khai sinh"}).content.decode()
        filled = desk.post(address_of(birth), {"fill": "1", "card": CARD}).content.decode()
        assert 'value="Nguyễn Văn Mẫu"' in filled
        sent = desk.post(address_of(birth), form_of(birth, desk=office.agency.pk))
        assert sent.status_code == 302
        assert Dossier.objects.get().code in desk.get(sent.url).content.decode()
    dossier = Dossier.objects.get()
    assert (dossier.regime, dossier.due_date, dossier.original_due_date) == (regime, due, due)
    pick, many = [dossier.pk], reverse("staff:act-many")
    holder = office.staff[Role.SPECIALIST].pk
    with frozen(moment(f"{day} 14:00")):
        desk.post(many, {"act": "forward", "pick": pick, "holder": holder, "act_key": "a"})
        office[Role.SPECIALIST].post(
            many, {"act": "forward", "pick": pick, "holder": office.staff[Role.LEADER].pk, "act_key": "b"}
        )
    with frozen(moment(f"{day} 16:00")):
        office[Role.LEADER].post(many, {"act": "finish", "pick": pick, "act_key": "c"})
        assert (
            "Quá hạn"
            not in desk.get(reverse("staff:work"), {"state": "settled"}).content.decode().split("<tbody>")[-1]
        )
        desk.post(many, {"act": "return", "pick": pick, "act_key": "d"})
        assert dossier.code in desk.get(reverse("staff:register")).content.decode()
    acts = Event.objects.filter(dossier=dossier).order_by("number").values_list("act", flat=True)
    assert list(acts) == ["file", "receive", "forward", "forward", "finish", "return"]
