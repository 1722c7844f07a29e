"""The app of dossiers: its index of names outlives migrations that copy the table."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Dossiers(AppConfig):
    name = "motcua.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from motcua.dossiers import names

        post_migrate.connect(names.keep, sender=self)
