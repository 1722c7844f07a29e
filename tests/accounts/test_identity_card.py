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
