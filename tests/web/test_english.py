"""Public pages in English speak English: only what is the data's own (names, the law's words) stays Vietnamese."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.web.begun import begin_for_the_citizen
from tests.web.every_page import PUBLIC
from tests.web.every_page.places import CITIZEN, Page
from tests.web.house import House
from tests.web.leftovers import left_vietnamese
from tests.web.visitor import SMALL, Visitor

pytestmark = pytest.mark.web
# Who is named on every page, and the unit of money.
_NAMES = ("Một Cửa", "Lường Thị Mây", "Máy ở sảnh", "đồng")


@pytest.fixture(scope="module")
def names(house: House) -> tuple[str, ...]:
    """Names of agencies and procedures."""
    rows = house.rows(
        "SELECT name, short_name, desk_name FROM organisation_agency"
        " UNION SELECT name, short_name, '' FROM catalogue_procedure"
    )
    return (*_NAMES, *(each for row in rows for each in row if each))


@pytest.fixture(scope="module")
def readers(
    browser: Any, house: House, signed_in: Callable[[str], Any]
) -> Iterator[Callable[[str], Visitor]]:
    """Somebody who reads English, signed in as the citizen or not."""
    begin_for_the_citizen(Visitor(browser, house, state=signed_in(CITIZEN)))
    known: dict[str, Visitor] = {}

    def of(login: str) -> Visitor:
        if login not in known:
            known[login] = Visitor(browser, house, state=signed_in(login) if login else None)
            known[login].context.add_cookies(
                [{"name": "django_language", "value": "en", "url": house.address}]
            )
        return known[login]

    yield of
    for each in known.values():
        each.close()


# The screen above the counters speaks to a hall full of people, in Vietnamese.
_ENGLISH = [page for page in PUBLIC if page.name != "public:queue-display"]


@pytest.mark.parametrize("page", _ENGLISH, ids=str)
def test_a_page_in_english_has_no_word_left_over(
    readers: Callable[[str], Visitor], house: House, names: tuple[str, ...], page: Page
) -> None:
    answer = readers(page.login).context.request.get(page.path(house))
    assert answer.status == page.status
    text = answer.text()
    assert '<html lang="en">' in text
    assert left_vietnamese(text, names) == []


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("/phieu-danh-gia", {"key": "", "form": "01"}, "This field is required"),
        ("/phieu-danh-gia", {"key": "AAAABBBBCCCC", "form": "01"}, "No dossier"),
    ],
)
def test_what_is_refused_is_refused_in_english(
    readers: Callable[[str], Visitor], names: tuple[str, ...], path: str, sent: dict[str, str], words: str
) -> None:
    reader = readers("")
    page = reader.context.request.get(path).text()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {**sent, "csrfmiddlewaretoken": token[1] if token else ""}
    answer = reader.context.request.post(path, form=form)
    assert words in answer.text()
    assert left_vietnamese(answer.text(), names) == []


def test_a_form_sent_without_its_token_is_refused_in_english(
    readers: Callable[[str], Visitor], names: tuple[str, ...]
) -> None:
    answer = readers("").context.request.post("/phieu-danh-gia", form={"key": "X"})
    assert answer.status == 403
    assert "This page was open too long" in answer.text()
    assert left_vietnamese(answer.text(), names) == []


def test_the_search_for_words_finds_some() -> None:
    page = '<html lang="en"><p>Nộp hồ sơ</p><p lang="vi">Hồ sơ</p><b title="Sửa">x</b><p>Một Cửa</p>'
    assert left_vietnamese(page, _NAMES) == ["p: Nộp hồ sơ", "b title: Sửa"]


@pytest.mark.parametrize("path", ["/qua-han", "/chi-so", "/cong-bo", "/thu-tuc/1.013949", "/viec-sap-den"])
def test_longer_english_words_fit_a_telephone(readers: Callable[[str], Visitor], path: str) -> None:
    reader = readers(CITIZEN)
    reader.resize(SMALL)
    reader.goto(path)
    reader.assert_fits()
