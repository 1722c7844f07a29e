"""Where the files of facts lie."""

from pathlib import Path
from typing import Any

import pytest

from motcua.measurement.engines import exporting


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A folder of the test's own."""
    settings.HOME = tmp_path
    return exporting.folder()
