"""The only room that speaks to a network: one address in, its bytes out, or a refusal. Called by the service.

What it will not do: ask private, loopback or link-local addresses, whatever name or redirect led there; other
schemes than HTTP; bodies beyond a limit; servers that trickle. It keeps no cookies and sends no referrer.
"""

from dateline.fetch.client import Answer, Client, Wanted
from dateline.fetch.guard import Guard
from dateline.fetch.polite import Hosts
from dateline.fetch.robots import Robots

__all__ = ["Answer", "Client", "Guard", "Hosts", "Robots", "Wanted"]
