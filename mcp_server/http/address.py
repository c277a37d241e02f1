"""Where to listen: on this machine only, since whoever can ask for a review can read the project."""

import errno
import re
import socket
from dataclasses import dataclass

from teaching.errors import BadInputError
from teaching.guard import visible
from teaching.program import teach

# What is typed -> what is listened on. The name is not looked up: a hosts file may say something else.
LOOPBACK = {"": "127.0.0.1", "localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1", "::1": "::1", "[::1]": "::1"}
HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Address:
    """A loopback address and a port; port 0 lets the system choose one."""

    host: str
    port: int

    def url(self) -> str:
        """Where clients find the server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/mcp"


def parse(text: str) -> Address:
    """Reads `PORT` or `HOST:PORT`.

    Raises:
        BadInputError: the port is none, or the host is not this machine.
    """
    host, _, port = text.rpartition(":")
    if not re.fullmatch("[0-9]{1,5}", port) or int(port) > HIGHEST_PORT:
        raise BadInputError(
            f"--http takes a port (0 to {HIGHEST_PORT}; 0 takes any free one) or HOST:PORT, not {visible(text)!r}: "
            f"try {teach('serve', '--http', '8765')}"
        )
    if host.lower() not in LOOPBACK:
        number = port if int(port) else "8765"
        raise BadInputError(
            f"cannot listen on {visible(host)!r}: only this machine may connect (127.0.0.1, ::1, localhost). "
            f"For another machine, run {teach('serve', '--http', number)} here "
            f"and ssh -N -L {number}:127.0.0.1:{number} {socket.gethostname()} there"
        )
    return Address(LOOPBACK[host.lower()], int(port))


def listen(address: Address) -> socket.socket:
    """A socket that clients can connect to from now on.

    Raises:
        BadInputError: the port is taken or not allowed, or this machine has no such address.
    """
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family, backlog=128)
    except OSError as error:
        free = teach("serve", "--http", "0")
        if error.errno == errno.EADDRINUSE:
            raise BadInputError(f"port {address.port} is in use: choose another, or {free} for a free one") from error
        if error.errno == errno.EACCES:
            raise BadInputError(
                f"port {address.port} is reserved for the system: choose one above 1023, or {free}"
            ) from error
        raise BadInputError(
            f"cannot listen on {address.host} ({(error.strerror or 'refused').lower()}): try {free}"
        ) from error
