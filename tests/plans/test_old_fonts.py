"""Plans typed in TCVN3 and VNI fonts are read as Unicode, with a warning."""

import io
import unicodedata
from pathlib import Path

import docx
import pytest

from motcua.plans.reading import old_fonts, read_document

SEEDS = Path(__file__).parent.parent / "seeds"
TCVN3 = (
    "KÕ HO¹CH\nKiÓm so¸t thñ tôc hµnh chÝnh n¨m 2024\nI. NhiÖm vô\n"
    "1. Rµ so¸t thñ tôc hµnh chÝnh cña Uû ban nh©n d©n x·\n- C¬ quan chñ tr×: V¨n phßng Uû ban\n"
    "- Thêi gian: tr\u00adíc ngµy 15/3\n"
)
VNI = (
    "KEÁ HOAÏCH\nKieåm soaùt thuû tuïc haønh chính naêm 2024\nI. Nhieäm vuï\n"
    "1. Raø soaùt thuû tuïc haønh chính cuûa Uyû ban nhaân daân xaõ\n- Cô quan chuû trì: Vaên phoøng Uyû ban\n"
    "- Thôøi gian: tröôùc ngaøy 15/3\n"
)
IN_UNICODE = "Rà soát thủ tục hành chính của Uỷ ban nhân dân xã"


def as_docx(text: str) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def as_html(text: str) -> bytes:
    letters = "".join(char if char.isascii() else f"&#{ord(char)};" for char in text)
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in letters.splitlines())}</body></html>".encode()


@pytest.mark.parametrize(("text", "named"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.txt", lambda text: text.encode()),
        ("a.txt", lambda text: text.encode("cp1252", "replace")),
        ("a.html", lambda text: f"<p>{text.replace(chr(10), '</p><p>')}</p>".encode("cp1252", "replace")),
        ("a.html", as_html),
        ("a.docx", as_docx),
    ],
    ids=["utf-8", "one byte a letter", "html", "html entities", "docx"],
)
def test_a_plan_in_an_old_font(name, write, text, named):
    reading = read_document(write(text), name)
    assert [task.title for task in reading.tasks] == [IN_UNICODE]
    assert reading.tasks[0].lead == ("Văn phòng Uỷ ban",)
    assert str(reading.tasks[0].deadline.last_day) == "2024-03-14"
    assert reading.document.title == "KẾ HOẠCH Kiểm soát thủ tục hành chính năm 2024"
    assert [warning for warning in reading.warnings if named in warning and "đối chiếu" in warning]


@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.iterdir()))
def test_unicode_is_left_alone_and_the_way_back_is_exact(name):
    text = unicodedata.normalize("NFC", (SEEDS / name).read_text())
    assert old_fonts.kind_of(text) is None
    back = {sign: letter for letter, sign in old_fonts._VNI.items() if letter.islower() or letter.isupper()}
    in_vni = "".join(back.get(char, char) for char in text)
    assert old_fonts.kind_of(in_vni) == "vni"
    assert old_fonts.of_vni(in_vni) == text


@pytest.mark.parametrize(
    "text", ["", "plan", "résumé café à la carte déjà vu naïve façade garçon", "Số: 12/KH-UBND"]
)
def test_other_languages_and_short_texts_are_left_alone(text):
    assert old_fonts.kind_of(text) is None
