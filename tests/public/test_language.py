"""Vietnamese first; English when it was chosen; every word of the public pages has its English."""

import ast
import inspect
import io
from gettext import GNUTranslations
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize
from tests.web.leftovers import left_vietnamese

import motcua.catalogue.wording
import motcua.doors.public
from motcua.blobs import kinds, store
from motcua.blobs.kinds import Kind, agree
from motcua.catalogue import enums
from motcua.catalogue.eforms import validating
from motcua.doors.frame import uploads
from motcua.doors.frame.wording import said
from motcua.doors.public import figures
from motcua.dossiers import filing_online, filing_papers, own, own_drafts, paying, replying
from motcua.dossiers.enums import State
from motcua.dossiers.rules.papers import Lack
from motcua.feedback.enums import Attitude, Reason, SlipForm
from motcua.kernel.phrases import Phrase
from motcua.kernel.refusals import Refused
from motcua.measurement import queries
from motcua.payments.enums import RefundState
from motcua.proactive import actions as proactive
from motcua.proactive.enums import LEVELS

DOOR = Path(motcua.doors.public.__file__).parent
FRAME = DOOR.parent / "frame"
KIOSK = DOOR.parent / "kiosk"
# What of the frame speaks on public pages in Python.
OF_FRAME = [FRAME / name for name in ("forms.py", "storage_trouble.py", "fields.py", "wording.py")]
MET_BY_CITIZENS = (
    kinds, store, validating, uploads, filing_online, filing_papers, own, own_drafts, paying, replying,
    proactive, queries, figures,
)  # fmt: skip
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "words": None, "ngettext": (1, 2),
}  # fmt: skip


def english(of: Path) -> Catalog:
    with (of / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


def test_the_compiled_words_are_those_of_the_source() -> None:
    """`make setup` compiles them. Writing them here would cut the file under whoever reads it in another process."""
    for place in (DOOR, FRAME):
        with (place / "locale/en/LC_MESSAGES/django.mo").open("rb") as file:
            compiled = GNUTranslations(file)
        for message in english(place):
            if message.id and message.string and isinstance(message.id, str) and not message.fuzzy:
                assert compiled.gettext(message.id) == message.string, (
                    "make setup biên dịch lại từ ngữ tiếng Anh"
                )


def messages() -> set[str]:
    sources = [(path, path.read_bytes()) for path in DOOR.rglob("*.py")]
    sources.append((DOOR, Path(motcua.catalogue.wording.__file__).read_bytes()))
    sources.extend((path, path.read_bytes()) for path in (*OF_FRAME, *KIOSK.rglob("*.py")))
    drawn = [*DOOR.rglob("*.html"), *KIOSK.rglob("*.html"), *FRAME.rglob("*.html")]
    pages = [(path, templatize(path.read_text(), origin=str(path)).encode()) for path in drawn]
    found = set()
    for _, source in [*sources, *pages]:
        for _, message, _, _ in extract("python", io.BytesIO(source), keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else message[0])
    shown = (
        enums.Level,
        enums.OnlineLevel,
        enums.Channel,
        enums.Grade,
        Lack,
        SlipForm,
        Attitude,
        Reason,
        RefundState,
    )
    labels = [member.label for kind in shown for member in kind]
    return found | set(labels) | {state.citizen_label for state in State} | set(LEVELS.values())


def refusals() -> set[str]:
    """Sentences of lower floors that a citizen can meet: the first text of each refusal, and patterns of phrases."""
    found = set()
    for module in MET_BY_CITIZENS:
        tree = ast.parse(Path(inspect.getfile(module)).read_text())
        for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call) and each.args):
            name, first = getattr(call.func, "id", ""), call.args[0]
            if name in ("Refused", "Overtaken", "Phrase", "_refuse"):
                assert not isinstance(first, ast.JoinedStr), f"{module.__name__}:{call.lineno}: cần Phrase"
                found |= {first.value} if isinstance(first, ast.Constant) else set()
    return found | set(validating._LIMITS.values()) | set(validating._BY_KIND.values())


def test_a_citizen_is_refused_in_the_language_of_the_page() -> None:
    known = {message.id for place in (DOOR, FRAME) for message in english(place) if message.string}
    told = {each for each in refusals() if each}
    assert len(told) > 30
    assert told - known == set()
    with translation.override("en"):
        assert said(Phrase("Ghi số từ 0 đến {most}.", most=5)) == "Write a number from 0 to 5."
        with pytest.raises(Refused) as refused:
            agree(Kind.PNG, "giấy.pdf")
        assert said(refused.value.message) == (
            "The file is named .pdf, but its content is a PNG picture. "
            "Change the ending of its name to .png and send it again."
        )
    assert refused.value.message == (
        "Tệp có tên .pdf nhưng nội dung là ảnh PNG. Hãy đổi đuôi tên tệp thành .png rồi gửi lại."
    )


def test_every_word_has_its_english() -> None:
    known = {
        message.id if isinstance(message.id, str) else message.id[0]
        for place in (DOOR, FRAME)
        for message in english(place)
        if message.string
    }
    assert messages() - known == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("place", "today", "catalogue")
def test_the_switch_works_without_scripts_and_comes_back_to_the_page(client: Client) -> None:
    page = client.get("/thu-tuc/1.001193")
    assert 'lang="vi"' in page.content.decode()
    switch = page.context["switch"]["url"]
    answer = client.get(switch, follow=True)
    assert answer.redirect_chain == [("/thu-tuc/1.001193", 302)]
    text = answer.content.decode()
    assert '<html lang="en">' in text
    assert "Papers needed" in text
    assert "1 working day<" in text
    assert '<h1 lang="vi">Thủ tục đăng ký khai sinh</h1>' in text
    assert "Tiếng Việt" in text
    client.get(answer.context["switch"]["url"])
    assert '<html lang="vi">' in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("place", "today", "catalogue")
@pytest.mark.parametrize(
    "address",
    ["/", "/thu-tuc", "/tra-cuu", "/chi-so", "/danh-ba", "/qua-han", "/nop-ho-so", "/phan-anh-kien-nghi"],
)
def test_pages_speak_english_when_it_was_chosen(client: Client, address: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Look up a dossier" in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("period", ["2190", "2015"])
def test_a_period_without_an_index_is_refused_in_english(
    client: Client, place: SimpleNamespace, period: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = client.get("/chi-so", {"ky": period}).content.decode()
    names = ("Một Cửa", *(each.name for each in (place.province, place.commune, place.other)))
    assert left_vietnamese(text, names) == []
    assert "Choose a" in text


@pytest.mark.django_db
def test_the_browser_alone_does_not_choose(client: Client) -> None:
    assert '<html lang="vi">' in client.get("/", headers={"accept-language": "en-US"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "evil"])
def test_the_switch_leads_to_no_other_site(client: Client, back: str) -> None:
    assert client.get("/ngon-ngu/en", {"ve": back}).headers["Location"] == "/"
    assert client.get("/ngon-ngu/xx").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("place", "today", "catalogue")
def test_a_posting_sheet_is_vietnamese_whatever_the_page_speaks(client: Client) -> None:
    from tests.public.test_procedures import text_of

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "1 ngày làm việc" in text_of(client.get("/thu-tuc/1.001193/niem-yet.pdf").content)
