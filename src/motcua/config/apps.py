"""The plug board as an app: once all contexts are loaded, `plugs` connects them."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class Config(AppConfig):
    name = "motcua.config"
    label = "config"

    def ready(self) -> None:
        from motcua.config import plugs

        plugs.connect()
        # Django tells it to apps with models only, and to all of them when every app's steps are done.
        post_migrate.connect(_keep_up, sender=apps.get_app_config("organisation"))


def _keep_up(**_: Any) -> None:
    from motcua.config.kept_tables import KEPT
    from motcua.datastore import kept

    kept.keep_up(KEPT)
