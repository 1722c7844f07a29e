"""The house with its clock set ahead or back, so that a journey meets the same day of the week every year.

`granian tests.web.served:application` serves the pages, `python -m tests.web.served worker` does the work behind
them. `MOTCUA_TEST_CLOCK` holds the seconds between the computer's clock and the one that the house shows.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.kernel import clock

_AHEAD = timedelta(seconds=float(os.environ.get("MOTCUA_TEST_CLOCK", "0")))


def _now() -> datetime:
    # The sample holds the clock at moments of its own.
    return clock._frozen_at.get() or datetime.now(UTC) + _AHEAD


clock.now = _now  # before anything else of the house is loaded


def __getattr__(name: str) -> Any:
    if name != "application":
        raise AttributeError(name)
    from motcua.config.wsgi import application

    return application


if __name__ == "__main__":
    from motcua.doors.commands.main import main

    sys.exit(main(sys.argv[1:]))
