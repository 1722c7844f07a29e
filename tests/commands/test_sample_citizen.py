"""What somebody who tries the product finds when they sign in as the sample's citizen."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from motcua.accounts.models import User
from motcua.doors.commands import sample
from motcua.dossiers.enums import State
from motcua.dossiers.own import dossiers_of
from motcua.kernel import clock
from motcua.messaging.queries import of_person
from motcua.storehouse.queries import held_by

UNTIL = date(2026, 3, 20)


@pytest.mark.django_db
def test_the_citizen_finds_every_state_at_work(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path  # the mark of a sample is left there
    sample.fill(seed=3, until=UNTIL, many=5)
    user = User.objects.select_related("person").get(username="congdan")
    assert user.person is not None
    states = sorted(State(each.state).value for each in dossiers_of(user.person))
    assert states == sorted(
        [State.SUBMITTED, State.PROCESSING, State.SUPPLEMENTING, State.RETURNED, State.RETURNED]
    )
    assert {each.created_at.date() for each in of_person(user.person.pk)} > {UNTIL}
    with clock.frozen(clock.at_local(UNTIL, 18)):
        titles = {each.title for each in held_by(user.person)}
        assert {"Giấy khai sinh của Lường Minh An", "Giấy chứng sinh"} <= titles
        visitor = Client()
        visitor.force_login(user)
        page = visitor.get("/cua-toi").content.decode()
        assert "Xem cần bổ sung gì" in page
        assert "Đang soạn" in page
        asked = next(each for each in dossiers_of(user.person) if each.status is State.SUPPLEMENTING)
        assert visitor.post(f"/cua-toi/ho-so/{asked}/bo-sung").status_code == 302
