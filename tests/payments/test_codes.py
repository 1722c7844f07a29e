"""VietQR payloads, our references in banks' texts, and bank statements as banks write them."""

import string
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.refusals import Refused
from motcua.payments.enums import OrderState
from motcua.payments.references import _SIGNS, new_reference, references_in
from motcua.payments.rules import Account as Owed
from motcua.payments.rules import split
from motcua.payments.statements import read_csv, read_rows
from motcua.payments.vietqr import Account, checksum, payload

# The static code of the NAPAS specification (reference one_stop 18.2).
SAMPLE = "00020001021238570010A00000072701270006970436011308810004580860208QRIBFTTA53037045802VN6304CD60"
# The check value every catalogue of CRCs gives for CRC-16/CCITT-FALSE.
CHECK = ("123456789", "29B1")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_checksum_is_the_catalogued_one() -> None:
    assert checksum(CHECK[0]) == CHECK[1]


def test_the_specifications_own_sample() -> None:
    assert checksum(SAMPLE[:-4]) == "CD60"
    # Its first two fields (version 00, dynamic without an amount) are not those of its own text; all others are ours.
    assert payload(Account("970436", "0881000458086"))[12:-4] == SAMPLE[12:-4]


def test_a_code_with_an_amount_and_a_purpose() -> None:
    code = payload(Account("970436", "0011"), amount=74_000, purpose="Nộp phí: MCABC")
    assert "010212" in code
    assert "540574000" in code
    assert "0813NOP PHI MCABC" in code
    assert checksum(code[:-4]) == code[-4:]


@pytest.mark.parametrize(
    ("bin_", "number", "amount"),
    [("97043", "1", 1), ("97043a", "1", 1), ("970436", "", 1), ("970436", "12 3", 1), ("970436", "1", -1)],
)
def test_what_no_bank_would_read_is_refused(bin_: str, number: str, amount: int) -> None:
    with pytest.raises(Refused):
        payload(Account(bin_, number), amount=amount)


def test_a_reference_survives_what_banks_do_to_it() -> None:
    ours = new_reference()
    spoilt = f"MBVCB.3310-{ours[:5]} {ours[5:9]}.{ours[9:]}-CT tu 0123 toi 0456".lower()
    assert references_in(spoilt) == [ours]
    assert references_in(f"{ours} {ours}") == [ours]
    assert references_in("MC CHUYEN TIEN HOC PHI") == []


@given(st.integers(0, 9), st.sampled_from(_SIGNS))
def test_one_wrong_sign_is_seen(place: int, sign: str) -> None:
    ours = new_reference()
    body = ours[2:]
    wrong = f"MC{body[:place]}{sign}{body[place + 1 :]}"
    assert references_in(wrong) == ([ours] if body[place] == sign else [])


@given(st.integers(0, 8))
def test_two_neighbours_exchanged_are_seen(place: int) -> None:
    ours = new_reference()
    body = list(ours[2:])
    same = body[place] == body[place + 1]
    body[place], body[place + 1] = body[place + 1], body[place]
    assert references_in("MC" + "".join(body)) == ([ours] if same else [])


def test_a_statement_with_a_letterhead_and_credit_and_debit_columns() -> None:
    text = (
        "NGÂN HÀNG THỬ;;;;\n"
        "Số tài khoản: 0011;;;;\n"
        "Ngày giao dịch;Số tham chiếu;Ghi nợ;Ghi có;Nội dung\n"
        "12/05/2026 08:30:11;FT26132;;74.000;MCAAAA NOP PHI\n"
        "12/05/2026;FT26133;1.000.000;;Chi luong\n"
        "13/05/2026 9:05;FT26134;0;1,250,000.00 VND;Tien le phi\n"
        "hôm qua;FT26135;;5.000;Khong ro ngay\n"
        "Tổng cộng;;1.000.000;1.324.000;\n"
    )
    read = read_csv(text.encode("utf-16"))
    assert [(line.transaction, line.amount, line.at) for line in read.lines] == [
        ("FT26132", 74_000, wall("2026-05-12 08:30:11")),
        ("FT26134", 1_250_000, wall("2026-05-13 09:05:00")),
    ]
    assert read.problems == ("Dòng 7: không đọc được ngày giao dịch",)


def test_a_signed_amount_column_and_no_numbers() -> None:
    rows = [
        ["Transaction date", "Amount", "Description"],
        [wall("2026-05-12 08:00:00"), 50_000, "phi"],
        [wall("2026-05-12 08:00:00"), 50_000, "phi"],
        [wall("2026-05-12 09:00:00"), -20_000, "chi"],
        [wall("2026-05-12 09:00:00"), 1.5, "le"],
    ]
    first, again = read_rows(rows), read_rows(rows)
    keys = [line.transaction for line in first.lines]
    assert len(keys) == len(set(keys)) == 2
    assert keys == [line.transaction for line in again.lines]
    assert len(first.problems) == 1


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Ngày;Số dư\n1;2\n"])
def test_a_file_that_is_no_statement_says_what_is_missing(text: str) -> None:
    with pytest.raises(Refused, match="tiêu đề"):
        read_csv(text.encode())


def test_a_file_in_another_alphabet_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="bảng mã"):
        read_csv(b"\xff\xd8\xff\xe0\x00")


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from(list(OrderState)))
def test_money_that_came_is_never_lost(amount: int, paid: int, came: int, state: OrderState) -> None:
    divided = split(Owed(amount, min(paid, amount), state), came)
    assert divided.booked + divided.surplus == came
    assert divided.booked == 0 or (state.open and divided.booked <= amount - min(paid, amount))
    assert bool(divided.why) == bool(divided.surplus)
    assert split(None, came).surplus == came


def test_signs_are_plain() -> None:
    assert set(_SIGNS) < set(string.ascii_uppercase + string.digits)
    assert len(_SIGNS) == 31
