"""Which browser the journeys drive: Chromium without its own windows where it is installed, it starts in half the time."""

import shutil

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def browser_path() -> str | None:
    """Where a browser stands on this machine; None without one."""
    return next((path for path in map(shutil.which, _NAMES) if path), None)
