"""Pages of the frame need no database: middleware that reads a session stands aside."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from motcua.doors.frame.context import forget_sample_band


@pytest.fixture(autouse=True)
def _frame_alone(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.frame.pages"
    settings.MIDDLEWARE = [
        "motcua.doors.frame.security.SecurityHeaders",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    settings.FORM_RENDERER = "motcua.doors.frame.forms.FrameRenderer"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "motcua.doors.frame.context.frame",
                ]
            },
        }
    ]
    settings.MOTCUA_SAMPLE_BAND = False
    forget_sample_band()
    yield
    forget_sample_band()


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)
