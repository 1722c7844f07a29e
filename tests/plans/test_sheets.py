"""Tables of a PDF file that go on over the page."""

from motcua.plans.reading.pdf_lines import is_cut
from motcua.plans.reading.sheets import Sheet

_LEADS = ("Văn phòng", "Phòng Tư pháp", "Công an xã", "Đài Truyền thanh", "Văn phòng", "Bộ phận Một cửa")


def _sheet(leads: list[str], first: int) -> Sheet:
    places: list[list[tuple[int, int]]] = []
    texts: dict[tuple[int, int], str] = {}
    for at, lead in enumerate(leads):
        row = [(first + at, column) for column in range(3)]
        texts |= dict(zip(row, (str(first + at), f"Việc số {first + at}", lead), strict=True))
        places.append(row)
    return Sheet(places, texts)


def test_the_one_empty_cell_at_the_top_of_a_page_was_merged_with_the_one_before() -> None:
    whole = _sheet(list(_LEADS), 1)
    whole.goes_on_with(_sheet(["", "Công an xã"], 7))
    rows = whole.rows()
    assert rows[5][2].rows == 2
    assert [cell.text for cell in rows[6]] == ["7", "Việc số 7"]


def test_an_empty_cell_stays_empty_where_others_are() -> None:
    whole = _sheet(["", *_LEADS], 1)
    whole.goes_on_with(_sheet(["", "Công an xã"], 8))
    assert [cell.text for cell in whole.rows()[7]] == ["8", "Việc số 8", ""]


def test_a_word_cut_by_the_width_of_its_column() -> None:
    assert is_cut("01 bài/người/t", "uần")
    assert not is_cut("Phòng Tư pháp", "và Văn phòng")
    assert not is_cut("UBND", "xã")
