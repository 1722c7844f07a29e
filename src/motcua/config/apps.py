"""The plug board as an app: once all contexts are loaded, `plugs` connects them."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "motcua.config"
    label = "config"

    def ready(self) -> None:
        from motcua.config import plugs

        plugs.connect()
