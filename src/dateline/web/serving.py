"""Starts the desk: where it listens, and when it refuses to."""

from __future__ import annotations

import getpass
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from dateline import service
from dateline.errors import UsageError
from dateline.service import Ledger


@dataclass(frozen=True, slots=True)
class Address:
    """Where the desk listens. ``prefix`` is the path below which a reverse proxy shows it ("/dateline");
    ``hosts`` are names, beside those of this machine's loopback, under which it may be called."""

    host: str = "127.0.0.1"
    port: int = 8765
    prefix: str = ""
    hosts: tuple[str, ...] = field(default_factory=tuple)

    @property
    def loopback(self) -> bool:
        """Whether only this machine reaches it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def check(ledger: Ledger, address: Address) -> bool:
    """Whether people have to log in. Raises UsageError where others could come in and nobody is known.

    Without users, and on this machine alone, the desk trusts whoever sits at it.
    """
    users = ledger.users()
    if not users and (not address.loopback or address.hosts):
        raise UsageError(
            f"on {address.host} others could open this ledger, and it knows no users",
            "add one with: dateline user add NAME --role editor",
        )
    return bool(users)


def local_name() -> str:
    """Who sits at this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a name for its user
        return "local"


def serve(
    ledger: Ledger, address: Address, codebook: str, opened: Callable[[bool], None] = lambda login: None
) -> None:
    """Serve the desk until it is interrupted; ``opened`` hears whether people have to log in.

    Raises UsageError when it may not listen there.
    """
    import uvicorn

    from dateline.web.app import create_app
    from dateline.web.desk import Desk

    prefix = "/" + address.prefix.strip("/") if address.prefix.strip("/") else ""
    login = check(ledger, address)
    desk = Desk(
        ledger,
        service.load_codebook(codebook),
        login=login,
        prefix=prefix,
        hosts=address.hosts,
        who=local_name(),
    )
    service.prepare(ledger)
    listening = _listen(address)
    opened(login)
    told = {"host": address.host, "port": address.port, "login": login}
    service.LOG.info("desk open", extra=told)
    # A proxy in front says who calls and over what (X-Forwarded-For, -Proto); only one on this machine is
    # believed. Access lines would put on disk what an investigator looks at.
    config = uvicorn.Config(
        create_app(desk),
        log_config=None,  # its warnings and errors are lines of our log
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips="127.0.0.1,::1",
    )
    uvicorn.Server(config).run(sockets=[listening])
    service.LOG.info("desk closed", extra=told)


def _listen(address: Address) -> socket.socket:
    """The socket, taken before anything is said: a port in use is one line with the way out."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((address.host, address.port))
    except OSError as error:
        taken.close()
        why = (error.strerror or str(error)).lower()
        raise UsageError(
            f"the desk cannot listen on {address.host}:{address.port} ({why})",
            "name another with --host, --port",
        ) from error
    return taken
