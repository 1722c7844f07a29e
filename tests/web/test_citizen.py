"""A citizen with a telephone: what papers are needed, and how far is my dossier."""

import pytest

from tests.web.conftest import Open
from tests.web.house import House
from tests.web.visitor import SMALL

pytestmark = [pytest.mark.web, pytest.mark.xdist_group("web-journeys")]


def test_home_opens(visit: Open) -> None:
    citizen = visit(width=SMALL)
    citizen.goto("/")
    citizen.screenshot("public-home")
    citizen.check()
