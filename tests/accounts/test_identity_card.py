"""What a scanner reads from identity cards, of both layouts, and what it garbles."""

from datetime import date

import pytest

from motcua.accounts.identity_card import looks_like_card, read_card
from motcua.kernel.refusals import Refused

CARD = "001090123456|012345678|NGUYỄN VĂN MẪU|01011990|Nam|Thôn Đông, xã Thử|15042021"


def test_the_seven_fields_are_read():
    card = read_card(CARD)
    assert card.number == "001090123456"
    assert card.old_number == "012345678"
    assert card.name == "Nguyễn Văn Mẫu"
    assert card.birth_date == date(1990, 1, 1)
    assert (card.sex, card.address) == ("Nam", "Thôn Đông, xã Thử")
    assert card.issued_on == date(2021, 4, 15)
    assert card.warnings == ()


def test_a_card_of_the_new_layout_has_more_fields_which_are_left_alone():
    card = read_card("001190123456||Trần Thị Mới|02/03/1990|Nữ|Thôn Tây|01082024|Trần Văn Cha|Lê Thị Mẹ|")
    assert (card.name, card.old_number, card.birth_date) == ("Trần Thị Mới", "", date(1990, 3, 2))
    assert card.issued_on == date(2024, 8, 1)


@pytest.mark.parametrize("name", ["NGUYEN VAN A", "Nguy?n V?n M?u", "Nguy\ufffdn Văn Mẫu"])
def test_lost_diacritics_are_told(name):
    card = read_card(f"001090123456||{name}|01011990|Nam|Thôn Đông|15042021")
    assert any("mất dấu" in warning for warning in card.warnings)


def test_a_number_that_does_not_fit_the_birth_year_is_told():
    card = read_card("001290123456||Trần Văn Trẻ|01011990|Nam|Thôn Đông|15042021")
    assert any("không khớp" in warning for warning in card.warnings)
    assert read_card("001205123456||Trần Văn Trẻ|01012005|Nam|Thôn Đông|15042021").warnings == ()


def test_an_unreadable_birth_day_is_left_to_the_officer():
    card = read_card("001090123456||Trần Văn Già|00001990|Nam|Thôn Đông|15042021")
    assert card.birth_date is None
    assert any("ngày sinh" in warning for warning in card.warnings)


@pytest.mark.parametrize("line", ["", "H99.01-260601-0001", "1|2|3", "12345||A|01011990|Nam|B|15042021"])
def test_what_is_no_card_is_refused(line):
    with pytest.raises(Refused) as refused:
        read_card(line)
    assert refused.value.field == "card"


def test_control_characters_of_the_scanner_do_not_matter():
    assert read_card(f"\ufeff{CARD}\r\n") == read_card(CARD)
    assert looks_like_card(CARD)
    assert not looks_like_card("H99.01-260601-0001")


TODAY = date(2026, 6, 3)


def _as_windows_shows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize(
    "line",
    [
        CARD.replace("|", "~"),
        CARD.replace("|", "\t"),
        CARD.replace("|", "¦"),
        CARD.replace("|", ""),
        "".join(_as_windows_shows(byte) for byte in CARD.encode()),
    ],
)
def test_separators_and_encodings_that_a_keyboard_layout_loses_are_found_again(line):
    assert looks_like_card(line)
    card = read_card(line, today=TODAY)
    assert (card.number, card.name, card.birth_date) == ("001090123456", "Nguyễn Văn Mẫu", date(1990, 1, 1))
    assert card.address == "Thôn Đông, xã Thử"
    assert card.warnings == ()


@pytest.mark.parametrize(
    ("name", "address", "kept_name", "kept_address"),
    [
        # Telex keystrokes that nothing composed; VNI and VIQR alike; tones twice; letters lost
        ("NGUYEENX VAWN MAAXU", "Thôn Đông", "", "Thôn Đông"),
        ("NGUYE6N4 VA8N MA6U4", "Tho6n D9o6ng", "", ""),
        ("NGUYE^~N VA(N MA^~U", "Thôn Đông", "", "Thôn Đông"),
        ("NGUY?N V?N M?U", "Th?n ??ng", "", ""),
        ("Nguỷễn Văn Mẫu", "Thôn Đông", "", "Thôn Đông"),
        ("Trần Thị Wúy", "Ấp 3, tổ 5, số 12A", "", "Ấp 3, tổ 5, số 12A"),
        # plain letters are right, only unmarked: kept, with a word
        ("NGUYEN VAN MAU", "Thon Dong, xa Thu", "Nguyen Van Mau", "Thon Dong, xa Thu"),
        (
            "Đặng Thùy Nguyệt",
            "TDP 4, P. Bến Nghé, Q1, TP.HCM",
            "Đặng Thùy Nguyệt",
            "TDP 4, P. Bến Nghé, Q1, TP.HCM",
        ),
    ],
)
def test_what_an_input_method_did_is_seen_and_only_what_is_sure_kept(name, address, kept_name, kept_address):
    card = read_card(f"001090123456|012345678|{name}|01011990|Nam|{address}|15042021", today=TODAY)
    assert (card.number, card.birth_date, card.sex) == ("001090123456", date(1990, 1, 1), "Nam")
    assert (card.name, card.address) == (kept_name, kept_address)
    whole = (kept_name, kept_address) == (name, address)
    assert bool(card.warnings) != whole
    assert whole or "Ảnh chụp mã QR" in card.warnings[0]


def test_digits_that_were_eaten_make_the_number_unsure_and_nothing_else():
    card = read_card("00109012345|012345678|Nguyễn Văn Mẫu|01011990|Nam|Thôn Đông|15042021", today=TODAY)
    assert (card.number, card.name, card.birth_date) == ("", "Nguyễn Văn Mẫu", date(1990, 1, 1))
    assert "không đủ 12 chữ số" in card.warnings[0]


@pytest.mark.parametrize("length", range(14, len(CARD) - 8))
def test_a_code_cut_short_anywhere_keeps_whole_fields_only(length):
    card = read_card(CARD[:length], today=TODAY)
    assert card.cut
    assert card.number == "001090123456"
    assert card.name in ("", "Nguyễn Văn Mẫu")
    assert card.birth_date in (None, date(1990, 1, 1))
    assert card.address == ""
    assert "một phần" in card.warnings[0]


@pytest.mark.parametrize("born", ["04062026", "01011890"])
def test_a_birth_day_that_cannot_be_is_refused_in_words(born):
    card = read_card(f"001090123456||Nguyễn Văn Mẫu|{born}|Nam|Thôn Đông|15042021", today=TODAY)
    assert card.birth_date is None
    assert "không thể có" in card.warnings[0]


def test_the_number_tells_the_sex_when_its_word_was_garbled():
    card = read_card("001190123456||Trần Thị Mới|02031990|Nu+~|Thôn Tây|15042021", today=TODAY)
    assert card.sex == "Nữ"
