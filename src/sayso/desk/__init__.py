"""The desk: a local web application in which people read the ledger, look after it and correct it."""

from sayso.desk.app import make_app
from sayso.desk.serve import HOST, is_loopback, serve

__all__ = ["HOST", "is_loopback", "make_app", "serve"]
