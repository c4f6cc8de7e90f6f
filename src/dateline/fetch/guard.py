"""Which addresses may be asked. Decided on the numbers that are connected to, never on names."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dateline.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/32")  # with its local-use part, 64:ff9b:1::/48
_COMPATIBLE = ipaddress.ip_network("::/96")
_PORTS = frozenset({80, 443, 8080, 8443})
_WAY_OUT = "only public addresses are fetched"


def resolved(host: str, port: int) -> Sequence[str]:
    """The numbers behind a name, as the system says. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """``loopback`` is the switch of the tests: their own servers on this machine, and nothing else, may be
    asked beside the public. ``resolve`` looks names up."""

    loopback: bool = False
    resolve: Resolve = resolved

    def check(self, url: str) -> None:
        """Raises FetchError for an URL that is not fetched whatever it resolves to."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise FetchError(f"{url[:200]} is no address", "check the feed") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(f"{url[:200]} is not fetched", "only http:// and https:// are")
        if parts.username is not None or parts.password is not None:
            raise FetchError(
                f"{parts.hostname} is not fetched with a password", "leave it out of the address"
            )
        if port not in (None, *_PORTS) and not self.loopback:
            raise FetchError(f"{parts.hostname} is not asked at port {port}", _WAY_OUT)

    def vetted(self, host: str, port: int) -> list[str]:
        """The numbers to connect to. Raises FetchError when there are none, or when any is not public: a name
        that leads both ways is a trap."""
        try:
            found = list(self.resolve(host.strip("[]"), port))
        except (OSError, UnicodeError) as error:
            raise FetchError(f"{host} has no address", "check the name and the network") from error
        for number in found:
            if not self._may_ask(number):
                raise FetchError(f"{host} leads to {number}, which is not public", _WAY_OUT)
        if not found:
            raise FetchError(f"{host} has no address", "check the name and the network")
        return found

    def _may_ask(self, number: str) -> bool:
        try:
            address = ipaddress.ip_address(number.partition("%")[0])
        except ValueError:
            return False
        if self.loopback and address.is_loopback:
            return True
        return all(_is_public(each) for each in _within(address))


def _within(address: Address) -> Iterator[Address]:
    """The address, and those that it carries: IPv4 in IPv6 in every way that gateways understand."""
    yield address
    if not isinstance(address, ipaddress.IPv6Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64 or address in _COMPATIBLE:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return True  # what it carries decides
        if address in ipaddress.ip_network("64:ff9b:1::/48"):
            return False
        if address in _NAT64:
            return True
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
