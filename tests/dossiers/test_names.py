"""Finding dossiers by words of the applicant's name: whole short words, beginnings of longer ones."""

import pytest
from tests import factories
from tests.factories import CLERK, moment

from motcua.dossiers import actions
from motcua.dossiers.finding import Scope, find, matching
from motcua.dossiers.models import Dossier
from motcua.dossiers.names import ids_named
from motcua.kernel.clock import frozen

pytestmark = pytest.mark.django_db
EVERYWHERE = Scope(None)
_NAMES = ("Nguyễn Thị Ánh", "Đỗ Văn Nguyên", "Công ty TNHH An Nguyên-Phát", "Lê An")


@pytest.fixture
def keys() -> dict[str, int]:
    """The key of each applicant's dossier, received in this order."""
    commune, version = factories.agency(), factories.version()
    clerk = factories.officer(commune)
    with frozen(moment("2026-06-01 08:00")):
        return {
            name: actions.receive_at_counter(
                factories.filing(version, commune, name), actor=CLERK, receiver_id=clerk.pk
            ).pk
            for name in _NAMES
        }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nguyễn", ["Công ty TNHH An Nguyên-Phát", "Đỗ Văn Nguyên", "Nguyễn Thị Ánh"]),
        ("nguyen thi", ["Nguyễn Thị Ánh"]),
        ("thi nguyen", ["Nguyễn Thị Ánh"]),
        ("ngu", ["Công ty TNHH An Nguyên-Phát", "Đỗ Văn Nguyên", "Nguyễn Thị Ánh"]),
        ("uyen", []),
        ("an", ["Lê An", "Công ty TNHH An Nguyên-Phát"]),
        ("do van", ["Đỗ Văn Nguyên"]),
        ("n", []),
        ("%", []),
        ('" OR "an', []),
        ("", []),
    ],
)
def test_who_is_found_newest_first(keys: dict[str, int], text: str, found: list[str]) -> None:
    assert ids_named(text, None, most=10) == [keys[name] for name in found]
    # A list with a name finds the same, in its own order.
    named, _ = matching(text, EVERYWHERE)
    in_order = find(Dossier.objects.filter(named), EVERYWHERE, walk="-received_on").ids
    assert in_order == [keys[name] for name in found]


def test_a_name_is_found_at_its_agency_only_and_no_more_than_asked(keys: dict[str, int]) -> None:
    elsewhere = factories.agency("H99.02")
    assert ids_named("nguyen", [elsewhere.pk], most=10) == []
    here = Dossier.objects.values_list("agency_id", flat=True)[0]
    for agencies, many in (([elsewhere.pk], 0), ([here], 3), ([elsewhere.pk, here], 3)):
        named, _ = matching("nguyen", Scope(tuple(agencies)))
        assert Dossier.objects.filter(named).count() == many == len(ids_named("nguyen", agencies, most=10))
    assert ids_named("nguyen", None, most=2) == sorted(keys[name] for name in _NAMES[1:3])[::-1]
