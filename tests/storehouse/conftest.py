"""What tests plug into the storehouse is taken out again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from motcua.storehouse import ports


@pytest.fixture(autouse=True)
def _ports_as_before() -> Iterator[None]:
    before = replace(ports._plugged)
    yield
    ports._plugged.recogniser = before.recogniser
    ports._plugged.signer = before.signer
    ports._plugged.checker = before.checker
