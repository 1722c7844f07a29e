"""`motcua prepare`: a copy before every change, an interrupted sample is not kept, the key of the first run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commands.houses import House, house

ASK = "import django; django.setup(); from motcua.catalogue.models import Procedure; print(Procedure.objects.count())"
STEP_BACK = (
    "import django; django.setup(); from django.core.management import call_command; "
    "call_command('migrate', 'measurement', 'zero', verbosity=0)"
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, "prepare") as made:
        yield made


def test_the_first_time_there_is_nothing_to_copy_and_later_there_is(place: House) -> None:
    first = place.motcua("prepare", "--empty")
    assert first.returncode == 0, first.stderr
    assert "Đã sao lưu" not in first.stderr
    assert int(place.python("-c", ASK)) > 50
    key = (place.home / "khoa-cai-dat").read_text()

    place.python("-c", STEP_BACK)
    again = place.motcua("prepare", "--empty")
    assert again.returncode == 0, again.stderr
    assert "Đã sao lưu cơ sở dữ liệu" in again.stderr
    assert len(list((place.home / "backups").glob("truoc-nang-cap-*"))) == 1
    assert (place.home / "khoa-cai-dat").read_text() == key


def test_half_a_sample_is_not_kept(place: House) -> None:
    assert place.motcua("prepare", "--empty").returncode == 0
    (place.home / "dang-nap-du-lieu-mau").touch()
    again = place.motcua("prepare", "--empty")
    if place.environment["DATABASE_URL"]:
        assert again.returncode == 1
        assert "tạo lại cơ sở dữ liệu" in again.stderr
    else:
        assert again.returncode == 0
        assert "nạp lại" in again.stderr
        assert not (place.home / "dang-nap-du-lieu-mau").exists()


def test_a_database_that_does_not_answer_is_told_with_what_to_look_at(tmp_path: Path) -> None:
    with house(tmp_path, "unreachable") as made:
        made.environment["DATABASE_URL"] = "postgresql://postgres@127.0.0.1:1/motcua"
        said = made.motcua("prepare", "--empty")
    assert said.returncode == 3
    assert "Kiểm tra DATABASE_URL" in said.stderr
    assert "Traceback" not in said.stderr
