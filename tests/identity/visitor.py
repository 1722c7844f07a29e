"""Somebody with a browser between our pages and the provider's: follows where each leads, types what is asked."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import requests
from django.http import HttpResponse
from django.test import Client

OURS = "http://testserver/"


def changed(address: str, **values: str) -> str:
    """The address with other values in its query."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | values
    return urlunsplit(
        parts._replace(query=urlencode({name: value for name, value in query.items() if value}))
    )


def asked(address: str) -> dict[str, str]:
    """What the query of an address holds."""
    return dict(parse_qsl(urlsplit(address).query))


class Visitor:
    """`client` holds the cookies of our pages, `there` those of the provider."""

    def __init__(self) -> None:
        self.client = Client()
        self.there = requests.Session()

    def set_out(self, provider: str = "vneid", wanted: str = "") -> str:
        """Press the button; the address of the provider it leads to."""
        answer = self.client.get(f"/dang-nhap/qua/{provider}", {"next": wanted})
        assert answer.status_code == 302, answer.content.decode()
        return answer.headers["Location"]

    def log_in_there(self, address: str, login: str, *, cancel: bool = False) -> str:
        """Say there who one is (and agree); the address of ours one is sent back to."""
        answer = self.there.get(address, allow_redirects=False)
        for _ in range(12):
            if answer.is_redirect:
                onward = urljoin(answer.url, answer.headers["Location"])
                if onward.startswith(OURS):
                    return onward
                answer = self.there.get(onward, allow_redirects=False)
                continue
            assert answer.ok, answer.text
            if cancel:
                gone = re.search(r'href="([^"]*/abort)"', answer.text)
                assert gone, answer.text
                answer = self.there.get(urljoin(answer.url, gone[1]), allow_redirects=False)
                continue
            form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert form, answer.text
            assert prompt, answer.text
            typed = {"prompt": prompt[1], "login": login, "password": "x"}
            answer = self.there.post(
                urljoin(answer.url, unescape(form[1])), data=typed, allow_redirects=False
            )
        raise AssertionError(answer.url)

    def arrive(self, address: str) -> HttpResponse:
        """Come back to our pages."""
        return self.client.get(address.removeprefix(OURS.rstrip("/")))

    def sign_in(self, login: str, provider: str = "vneid", wanted: str = "") -> HttpResponse:
        """The whole way."""
        return self.arrive(self.log_in_there(self.set_out(provider, wanted), login))
