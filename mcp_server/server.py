"""The MCP server `assistant`: the table of its tools, and how a call reaches one of them.

A tool gets its validated arguments and what a call brings (calls.py); it returns text. It runs on a worker thread, so
the server answers others meanwhile, and every reply leaves through the guard.
"""

import inspect
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import anyio.from_thread
import anyio.to_thread
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError

from mcp_server.asking import Question, answered, describe
from mcp_server.calls import Call
from mcp_server.commands.places import folder_at
from mcp_server.conformity import UnknownIsInvalidParams
from mcp_server.dispatch import load
from mcp_server.identity import product_version
from teaching.contracts.tools import (
    ASK_MENTOR,
    GIVE_HINT,
    PLAN_PROJECT,
    REVIEW_CODE,
    ROADMAP_STATUS,
    SCAFFOLD_TASK,
    START_PROJECT,
    VERIFY_TASK,
    Arguments,
    ToolContract,
)
from teaching.errors import TeachingError
from teaching.guard import release, visible

INSTRUCTIONS = (
    "A mentor that holds code to the project's own CLAUDE.md. Call review_code when code was written or a review is "
    "asked for. Quote the rule it cites, ask its question, and leave the fix to the learner. Call plan_project before "
    "something new is built, and verify_task before you call a task of ROADMAP.md done: it alone ticks. "
    "roadmap_status says what is next, and give_hint helps without the answer."
)


@dataclass(frozen=True, slots=True)
class ToolRow:
    """One row of the table.

    Attributes:
        run: the function `(arguments, call) → str` behind it.
        ask: a function `(arguments, root) → words or None`: what a person is asked before the call.
    """

    contract: ToolContract
    run: str
    ask: str | None = None


TOOLS: tuple[ToolRow, ...] = (
    ToolRow(REVIEW_CODE, "mcp_server.tools:review_code"),
    ToolRow(PLAN_PROJECT, "mcp_server.tools:plan_project"),
    ToolRow(SCAFFOLD_TASK, "mcp_server.tools:scaffold_task", ask="mcp_server.tools:scaffold_consent"),
    ToolRow(VERIFY_TASK, "mcp_server.tools:verify_task", ask="mcp_server.tools:verify_consent"),
    ToolRow(ROADMAP_STATUS, "mcp_server.tools:roadmap_status"),
    ToolRow(GIVE_HINT, "mcp_server.tools:give_hint"),
    ToolRow(ASK_MENTOR, "mcp_server.tools:ask_mentor"),
    ToolRow(START_PROJECT, "mcp_server.tools:start_project"),
)


_ANSWER = "answer"  # the parameter that a person fills, no argument of the tool


class CancelledError(Exception):
    """The client took the call back; the worker thread ends at its next step."""


def project_root(given: str | None = None) -> Path:
    """The root, fixed when the server starts: what was given, else `CLAUDE_PROJECT_DIR`, else this folder.

    Raises:
        BadInputError: where it is no folder.
    """
    named = given or os.environ.get("CLAUDE_PROJECT_DIR") or "."
    return folder_at(named)


def build(root: Path) -> MCPServer[Any]:
    """The server over one project, with every tool of the table."""
    server: MCPServer[Any] = MCPServer(
        "assistant",
        title="Teaching Assistant",
        instructions=INSTRUCTIONS,
        version=product_version(),
        log_level="WARNING",
        subscriptions=False,
        middleware=[UnknownIsInvalidParams({row.contract.name for row in TOOLS}), refuse_bad_arguments],
    )
    for row in TOOLS:
        contract = row.contract
        server.add_tool(
            _callable(row, root),
            name=contract.name,
            title=contract.title,
            description=contract.description,
            annotations=ToolAnnotations(
                title=contract.title,
                read_only_hint=contract.read_only,
                destructive_hint=contract.destructive,
                idempotent_hint=contract.idempotent,
                open_world_hint=contract.open_world,
            ),
            structured_output=False,
        )
    return server


async def refuse_bad_arguments(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Server middleware: a call with unknown or ill-formed arguments is told in plain words what the tool takes.

    The SDK itself drops unknown arguments, so that a misspelt one would review something else than was meant.
    """
    params = ctx.params or {}
    contract = next((row.contract for row in TOOLS if row.contract.name == params.get("name")), None)
    if ctx.method != "tools/call" or contract is None:
        return await call_next(ctx)
    try:
        contract.arguments.model_validate(params.get("arguments") or {})
    except ValidationError as problem:
        wrong = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in problem.errors())
        takes = ", ".join(contract.arguments.model_fields) or "no arguments"
        text = f"{contract.name} cannot take these arguments ({wrong}). It takes: {takes}."
        return CallToolResult(content=[TextContent(type="text", text=visible(text)[:1000])], is_error=True)
    return await call_next(ctx)


def _callable(row: ToolRow, root: Path) -> Callable[..., Any]:
    """A function with the signature that the contract's arguments describe, as the SDK wants to read it."""
    contract = row.contract
    question = None if row.ask is None else Question(contract, row.ask, root)

    async def call(ctx: Context[Any], **given: Any) -> str:
        consent = answered(given.pop(_ANSWER, None))
        shown = question.shown(ctx) if question is not None else None
        return await _run(row, contract.arguments(**given), ctx, Call(root, _silent, _never, consent, shown))

    parameters = [inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=Context[Any])]
    for name, info in contract.arguments.model_fields.items():
        default = inspect.Parameter.empty if info.is_required() else info.default
        annotation = Annotated[info.rebuild_annotation(), info]
        parameters.append(
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        )
    if question is not None:
        parameters.append(question.parameter(_ANSWER))
    describe(call, inspect.Signature(parameters, return_annotation=str), contract.name)
    return call


def _silent(done: int, total: int, message: str) -> None:
    """Progress of a call that does not run yet."""


def _never() -> bool:
    return False


async def _run(row: ToolRow, arguments: Arguments, ctx: Context[Any], asked: Call) -> str:
    cancelled = threading.Event()

    def progress(done: int, total: int, message: str) -> None:
        if cancelled.is_set():
            raise CancelledError
        anyio.from_thread.run(ctx.report_progress, done, total, message)

    def work() -> str:
        said = load(row.run)(arguments, replace(asked, progress=progress, cancelled=cancelled.is_set))
        return said if isinstance(said, str) else str(said)  # a reply knows what it quotes

    try:
        # An abandoned thread sees the flag at its next step; its own programs end by their time limits.
        reply = await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
    except TeachingError as error:
        raise ToolError(release(str(error), asked.root)) from error
    finally:
        cancelled.set()
    return release(reply, asked.root)
