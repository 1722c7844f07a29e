"""What every page knows: the product's name, the moment, whether the data are a sample, the navigation."""

from collections.abc import Callable
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from motcua.doors.frame.navigation import navigation, signed_in
from motcua.kernel import clock

PRODUCT: Final = "Một Cửa"
BAND_KEPT_SECONDS: Final = 20.0

_band: tuple[float, bool] | None = None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `product`, `now`, `today`, `sample_data`, `nav` (NavItems, lazy),
    `signed_in` (who the head names, lazy)."""
    return {
        "product": PRODUCT,
        "now": clock.now(),
        "today": clock.today(),
        "sample_data": SimpleLazyObject(sample_data),
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "signed_in": SimpleLazyObject(lambda: signed_in(request)),
    }


def sample_data() -> bool:
    """Whether this installation holds the sample: every page then carries the band DỮ LIỆU MẪU.

    Asks `settings.MOTCUA_SAMPLE_BAND` (a callable without arguments, its dotted name, or a plain bool) and
    keeps the answer for BAND_KEPT_SECONDS, so that a page costs no query for it.
    """
    global _band  # noqa: PLW0603 - the answer is kept for the whole process on purpose
    if _band is None or monotonic() - _band[0] > BAND_KEPT_SECONDS:
        _band = (monotonic(), _ask_for_sample())
    return _band[1]


def last_known_sample_band() -> bool:
    """The kept answer, without asking: for the page shown when something is broken."""
    return _band is not None and _band[1]


def forget_sample_band() -> None:
    """Ask anew at the next page: after the sample was made or removed."""
    global _band  # noqa: PLW0603
    _band = None


def _ask_for_sample() -> bool:
    source: bool | str | Callable[[], bool] = getattr(settings, "MOTCUA_SAMPLE_BAND", False)
    asked: bool | Callable[[], bool] = import_string(source) if isinstance(source, str) else source
    return bool(asked() if callable(asked) else asked)
