"""Trying out what would raise the score, over HTTP."""

import re
from typing import Any

from django.urls import reverse
from tests.staff.conftest import Office, received

from motcua.audit.relay import run_to_end
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.enums import Channel
from motcua.organisation.enums import Role


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_numbers_in_the_address_are_tried_without_script(office: Office, birth: ProcedureVersion) -> None:
    for _ in range(4):
        received(office, birth)
    run_to_end()
    control, url = office[Role.CONTROL], reverse("staff:what-if")
    assert "Hiện nay" in words(control.get(url))
    tried = words(control.get(url, {"them-IV.4": "2"}))
    assert "Nếu làm như vậy" in tried
    assert "(+2,00)" in tried  # 4 points × 2/4
    assert "2 / 4" in tried or "(2/4)" in tried
    part = control.get(url, {"them-IV.4": "4"}, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<section class="card" id="what-if-result"')
    whole = control.get(url).content.decode()
    assert 'hx-swap="outerHTML"' in whole  # the part holds its own section
    assert "them-IV.4" in whole
    for odd in ("-1", "abc", "99999999999999999999", "1.5"):
        assert "Hiện nay" in words(control.get(url, {"them-IV.4": odd}))


def test_what_brings_no_point_is_not_offered(office: Office, birth: ProcedureVersion) -> None:
    """Above its threshold a criterion has all its points, though dossiers are missing."""
    control, url = office[Role.CONTROL], reverse("staff:what-if")
    for channel, offered in ((Channel.COUNTER, True), (Channel.ONLINE, True), (Channel.ONLINE, False)):
        received(office, birth, channel=channel)  # half of them online is enough
        if channel is Channel.ONLINE and offered:
            received(office, birth)
        run_to_end()
        assert ("them-III.3" in control.get(url).content.decode()) is offered


def test_it_is_for_whoever_sees_figures(office: Office, elsewhere: Office) -> None:
    assert office[Role.RECEPTION].get(reverse("staff:what-if")).status_code == 404
    assert elsewhere[Role.CONTROL].get(reverse("staff:what-if"), {"agency": "H99.01"}).status_code == 404
