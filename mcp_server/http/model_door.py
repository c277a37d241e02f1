"""`teach model serve --port`: the local model in OpenAI's protocol, for programs of this user on this machine.

A token of its own: who may ask the model may not, by that, have projects reviewed.
"""

import errno
import socket
import sys

import uvicorn

from mcp_server.http.address import HIGHEST_PORT
from mcp_server.http.bearer import Bearer, find
from mcp_server.http.door import Door
from mcp_server.http.running import Protocol, Server
from teaching.contracts.weights import Promoted
from teaching.errors import BadInputError, RefusedError
from teaching.models import installed
from teaching.models.local import openai_door
from teaching.models.local.client import LocalModel
from teaching.models.local.lifecycle import Launch
from teaching.models.local.place import Place
from teaching.models.settings import settings
from teaching.program import teach

NAME, VARIABLE = "model-token", "TEACH_MODEL_TOKEN"
_WHO = "teach model serve"
_HOST = "127.0.0.1"


def serve(port: int, place: Place, launch: Launch | None = None) -> int:
    """Listens until it is told to stop; the model's process is started when somebody asks, as for everybody else.

    Args:
        port: 0 takes any free one.
        place: of the model's process.
        launch: how that is started; as the settings have it where it is not given.

    Raises:
        TeachingError: there is nothing to listen on, no token to ask for, or no model is chosen.
    """
    wanted = settings()
    started = launch or Launch(idle_s=60 * wanted.idle_minutes)

    def chosen() -> Promoted:
        found = installed.read(place.data)
        if found is None:
            raise RefusedError(f"no model is chosen: {teach('model', 'use', 'FILE.gguf')} chooses one")
        return found

    def model(caller: str) -> LocalModel:
        return LocalModel(chosen(), place, started, wanted.timeout_s, caller)

    name, bearer = chosen().name, find(NAME, VARIABLE)
    config = uvicorn.Config(
        Door(openai_door.app(model, lambda: chosen().name), bearer.token, _WHO),
        loop="asyncio",
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=0,
    )
    with _listening(port) as listening:
        _announce(listening.getsockname()[1], name, bearer)
        serving = Server(config)
        serving.run([listening])
    return serving.status


def _listening(port: int) -> socket.socket:
    again = teach("model", "serve", "--port", "0")
    if not 0 <= port <= HIGHEST_PORT:
        raise BadInputError(f"--port takes a number from 0 to {HIGHEST_PORT}; 0 takes any free one: {again}")
    try:
        return socket.create_server((_HOST, port), backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BadInputError(f"port {port} is in use: choose another, or {again} for a free one") from error
        raise BadInputError(
            f"cannot listen on port {port} ({(error.strerror or 'refused').lower()}): {again}"
        ) from error


def _announce(port: int, name: str, bearer: Bearer) -> None:
    if sys.stderr is None:
        return
    url = f"http://{_HOST}:{port}/v1"
    print(
        f"{_WHO}: {name} answers at {url}; Ctrl-C ends it",
        f"The token is in {bearer.place}. To try it:",
        f'  curl -H "Authorization: Bearer {bearer.in_shell}" {url}/models',
        sep="\n",
        file=sys.stderr,
        flush=True,
    )
