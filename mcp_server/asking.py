"""Asks a person, through the client, before a tool runs what nobody has allowed yet.

The answer comes from a form that the client shows to its user, never from the model's arguments. A client without
such forms, or one that nobody sits at, is not asked, and the tool refuses with what to type in a terminal.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, cast

import anyio.to_thread
from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resolve import Elicit, Resolve

from mcp_server.calls import Consent
from mcp_server.dispatch import load
from teaching.contracts.tools import ToolContract
from teaching.errors import TeachingError
from teaching.guard import visible


class Question:
    """What one tool asks before its calls.

    Args:
        contract: of the tool.
        words: `module:function`, `(arguments, root) → words or None`: what to ask before a call, if anything.
        root: of the project.
    """

    def __init__(self, contract: ToolContract, words: str, root: Path) -> None:
        self._contract = contract
        self._words = words
        self._root = root
        # By request: what the person was shown, which is all that an answer stands for.
        self._shown: dict[Any, str] = {}

    def parameter(self, name: str) -> inspect.Parameter:
        """A parameter that the SDK fills with the person's answer; the model does not see it."""

        async def ask(ctx: Context[Any], **given: Any) -> Elicit[Consent] | Consent:
            words = await self._ask(ctx, given)
            return Consent() if words is None else Elicit(words, Consent)

        shown = [inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=Context[Any])]
        for field, info in self._contract.arguments.model_fields.items():
            shown.append(inspect.Parameter(field, inspect.Parameter.KEYWORD_ONLY, annotation=info.rebuild_annotation()))
        signature = inspect.Signature(shown, return_annotation=Elicit[Consent] | Consent)
        describe(ask, signature, f"ask_{self._contract.name}")
        annotation = Annotated[ElicitationResult[Consent], Resolve(ask)]
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation)

    def shown(self, ctx: Context[Any]) -> str | None:
        """What was asked before this call."""
        return self._shown.pop(ctx.request_id, None)

    async def _ask(self, ctx: Context[Any], given: dict[str, Any]) -> str | None:
        if not _can_ask(ctx):
            return None
        arguments = self._contract.arguments(**given)
        try:
            words = await anyio.to_thread.run_sync(lambda: load(self._words)(arguments, self._root))
        except TeachingError:
            return None  # the call itself says what is wrong
        if words is None:
            return None
        self._shown[ctx.request_id] = words
        return visible(words)


def answered(outcome: Any) -> Consent:
    """What the person said; no where they closed the form or nobody was there."""
    return cast(Consent, outcome.data) if isinstance(outcome, AcceptedElicitation) else Consent()  # pyright: ignore[reportUnknownMemberType]


def _can_ask(ctx: Context[Any]) -> bool:
    capabilities = ctx.client_capabilities
    return capabilities is not None and capabilities.elicitation is not None


def describe(function: Callable[..., Any], signature: inspect.Signature, name: str) -> None:
    """Gives a function the signature that the SDK is to read."""
    function.__signature__ = signature  # pyright: ignore[reportFunctionMemberAccess] - inspect reads it from there
    function.__annotations__ = {key: parameter.annotation for key, parameter in signature.parameters.items()} | {
        "return": signature.return_annotation
    }
    function.__name__ = name
    function.__qualname__ = name
