"""The desk: the web application in which people read, review and explore a ledger."""

from __future__ import annotations

from dateline.web.serving import Address, serve

__all__ = ["Address", "serve"]
