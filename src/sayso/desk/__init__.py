"""The desk: a local web application in which people read the ledger, look after it and correct it."""

from sayso.desk.app import make_app
from sayso.desk.serve import serve

__all__ = ["make_app", "serve"]
