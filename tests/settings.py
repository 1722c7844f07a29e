"""The settings of the tests: those of the product, in a folder of their own.

Set before the product's settings are read: tests must never touch the data of a real installation in `var/`.
"""

import os
import tempfile

os.environ.setdefault("MOTCUA_HOME", tempfile.mkdtemp(prefix="motcua-test-"))

from motcua.config.settings import *  # noqa: F403

# Programs that a test starts are the product, not a test: they read its settings, in this same folder.
os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.config.settings"

# Hashing is slow on purpose, and thousands of accounts are made only to be signed in by force. Whether the product
# hashes well is its own setting; houses that tests serve use it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405

# A test changes something and looks at the page at once, also in a house it serves; tests of keeping pages say so.
os.environ["MOTCUA_PAGES_KEPT_SECONDS"] = "0"
PUBLIC_PAGES_KEPT_SECONDS = 0.0
