"""Every staff address with every role, nobody, the own and another commune; hidden and absent answer alike."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from tests.staff.conftest import Office, filed_online, received

from motcua.blobs import store
from motcua.catalogue.models import ProcedureVersion
from motcua.doors.staff import urls
from motcua.doors.staff.acts import RIGHTS_OF_ACT, may_do
from motcua.dossiers.enums import Act, State
from motcua.dossiers.filing import HandedIn
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.organisation.enums import Right, Role
from motcua.organisation.models import Agency
from motcua.organisation.rules import RIGHTS_OF, Grant, Officer

# Open before sign-in, by design: signing in, and founding the first agency (which asks for the setup key).
# A calendar programme cannot sign in: its address holds a secret.
WITHOUT_GATE = {"sign-in", "sign-out", "first-run", "founded", "task-calendar"}


def named(patterns: Any = None) -> Iterator[URLPattern]:
    for pattern in urls.urlpatterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from named(pattern.url_patterns)


PATTERNS = {str(pattern.name): pattern for pattern in named()}


def rights_of(pattern: URLPattern) -> tuple[Right, ...] | None:
    """What the gate of a page asks for; None when it has no gate."""
    return getattr(pattern.callback, "rights", None)


# What the parameters of addresses mean depends on the page: these are known here, others get what is absent.
KNOWN = {
    "forms",
    "drafts",
    "dossier",
    "course",
    "explain",
    "course-paper",
    "received",
    "receipt",
    "due-explained",
    "paper",
    "collect",
    "act",
    "receive-one",
}


def address(pattern: URLPattern, values: dict[str, Any]) -> str:
    """The address of a page with the values given, or with those of nothing that exists."""
    known = values if pattern.name in KNOWN else {}
    given = {
        name: known.get(name, 987654321 if "Int" in type(kind).__name__ else "khong-co")
        for name, kind in pattern.pattern.converters.items()
    }
    return reverse(f"staff:{pattern.name}", kwargs=given)


def the_parameters(dossier: Dossier, paper: int) -> dict[str, Any]:
    return {
        "key": dossier.code or dossier.tracking,
        "number": paper,
        "code": dossier.procedure.code,
        "name": "correct",
    }


@pytest.fixture
def ours(office: Office, birth: ProcedureVersion) -> dict[str, Any]:
    return _dossier_of(office, birth)


@pytest.fixture
def theirs(elsewhere: Office, birth: ProcedureVersion) -> dict[str, Any]:
    return _dossier_of(elsewhere, birth)


def _dossier_of(office: Office, birth: ProcedureVersion) -> dict[str, Any]:
    scan = store.put(b"%PDF-1.4\n%%EOF\n", declared_name="a.pdf").sha256
    papers = (HandedIn("Tờ khai", "scanned_at_desk", blob=scan),)
    dossier = received(office, birth, papers=papers, fees=(("Lệ phí", 8000),))
    return the_parameters(dossier, DossierPaper.objects.filter(dossier=dossier).get().pk)


def test_every_page_but_signing_in_has_a_gate():
    for name, pattern in PATTERNS.items():
        assert name in WITHOUT_GATE or rights_of(pattern) is not None, name


def test_nobody_gets_in_without_signing_in(ours: dict[str, Any]):
    client = Client()
    for name in sorted(PATTERNS.keys() - WITHOUT_GATE):
        for method in ("get", "post"):
            client.cookies.clear()
            answer = getattr(client, method)(address(PATTERNS[name], ours))
            assert answer.status_code in (302, 405), name
            if answer.status_code == 302:
                assert answer.url.startswith(reverse("staff:sign-in")), name


def without_tokens(answer: Any) -> str:
    """The page without the form token, which is masked anew each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


# Reading pages changes nothing, so that one office serves many of them: making it takes longer than a page.
_TOGETHER = 15
_NAMES = sorted(PATTERNS.keys() - WITHOUT_GATE)
_SOME = [_NAMES[first : first + _TOGETHER] for first in range(0, len(_NAMES), _TOGETHER)]


@pytest.mark.parametrize("names", _SOME, ids=lambda names: names[0])
def test_every_page_with_every_role(
    names: list[str], office: Office, ours: dict[str, Any], theirs: dict[str, Any]
):
    for name in names:
        one_page_with_every_role(name, office, ours, theirs)


def _roles_to_try(rights: set[Right]) -> list[Role]:
    """Every role that must not get in, and of those that may the first and the last: a page costs more than a refusal."""
    may = [role for role in Role if not rights or RIGHTS_OF[role] & rights]
    return [*(role for role in Role if role not in may), *dict.fromkeys((*may[:1], *may[-1:]))]


def one_page_with_every_role(name: str, office: Office, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    pattern = PATTERNS[name]
    rights = rights_of(pattern) or ()
    refused: list[Role] = []
    for role in _roles_to_try(set(rights)):
        allowed = not rights or bool(RIGHTS_OF[role] & set(rights))
        refused += [] if allowed else [role]
        mine = office[role].get(address(pattern, ours))
        if mine.streaming:
            assert b"".join(mine.streaming_content)  # read to its end, a file closes
        if not allowed:
            assert mine.status_code in (404, 405), f"{role} opened {name}"
        elif name != "act" and (name in KNOWN or not pattern.pattern.converters):
            assert mine.status_code in (200, 302, 405), f"{role} could not open {name}"
        else:
            assert mine.status_code < 500, f"{name} broke for {role}"
        # Whom the gate refuses it refuses before it looks at the key: one of them tells for all.
        if "key" in pattern.pattern.converters and (allowed or len(refused) == 1):
            hidden = office[role].get(address(pattern, theirs))
            absent = office[role].get(address(pattern, theirs | {"key": "H99.02-260603-9999"}))
            assert hidden.status_code in (404, 405), name
            assert hidden.status_code == absent.status_code, f"{role} learns from {name}"
            assert without_tokens(hidden) == without_tokens(absent)


@pytest.mark.parametrize("act", RIGHTS_OF_ACT)
def test_every_act_with_every_role(act: Act, office: Office, ours: dict[str, Any], theirs: dict[str, Any]):
    """Without the right an act's page is absent, by reading and by sending; elsewhere it always is."""
    url = reverse("staff:act", args=[ours["key"], act.value])
    before = Dossier.objects.get(code=ours["key"]).revision
    for role in Role:
        allowed = bool(RIGHTS_OF[role] & set(RIGHTS_OF_ACT[act])) and Right.SEE_DOSSIERS in RIGHTS_OF[role]
        # 422: theirs to do, but not in the state this dossier is in, and the page says why
        assert office[role].get(url).status_code in ((200, 422) if allowed else (404,)), role
        if not allowed:
            assert office[role].post(url, {"note": "x"}).status_code == 404, role
        elsewhere_url = reverse("staff:act", args=[theirs["key"], act.value])
        assert office[role].post(elsewhere_url, {"note": "x"}).status_code == 404, role
    assert Dossier.objects.get(code=ours["key"]).revision == before


def test_the_page_offers_only_what_the_officer_may(office: Office, ours: dict[str, Any]):
    page = reverse("staff:dossier", args=[ours["key"]])
    offered = {
        role: office[role].get(page).content.decode()
        for role in (Role.RECEPTION, Role.LEADER, Role.INSPECTOR)
    }
    assert "/viec/extend" in offered[Role.LEADER]
    assert "/viec/extend" not in offered[Role.RECEPTION]
    assert "/viec/" not in offered[Role.INSPECTOR].split('id="content"')[1]


def test_lists_hold_nothing_of_another_commune(office: Office, elsewhere: Office, birth: ProcedureVersion):
    theirs = received(elsewhere, birth, name="Sùng A Khác")
    online = filed_online(elsewhere, birth, name="Sùng A Khác")
    for name, query in (
        ("home", ""), ("work", "?whose=all&state=any"), ("inbox", ""), ("register", ""), ("search", "?q=sung a khac"),
        ("search", f"?q={theirs.code}"), ("work", "?whose=all&state=any&as=xlsx"),
    ):  # fmt: skip
        answer = office[Role.RECEPTION].get(reverse(f"staff:{name}") + query)
        assert answer.status_code == 200
        assert online.tracking.encode() not in answer.content
        assert "Sùng A Khác".encode() not in answer.content
        assert f">{theirs.code}<".encode() not in answer.content


def test_rights_over_another_agency_do_not_reach_here():
    officer = Officer(1, "A", "B", "X", "X", "X/", (Grant(Role.LEADER, "X/", with_below=True),))
    here = Dossier(state=State.RECEIVED.value)
    here.agency = here.desk = _agency("Y/")
    assert not any(may_do(officer, here, act) for act in Act)
    here.desk = _agency("X/Z/")
    # The desk that received for another agency mends what it entered; a new date is that agency's to promise.
    assert may_do(officer, here, Act.CORRECT)
    assert not may_do(officer, here, Act.EXTEND)


def _agency(path: str) -> Any:
    return Agency(path=path)
