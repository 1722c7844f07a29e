"""Một Cửa: the one-stop desk and the control of administrative procedures of a local government."""

__version__ = "0.1.0"
