"""All checks of the linter in one table: what docs are generated from and what tests enumerate."""

from teaching.commands.report import Check
from teaching.commands.table.agents import AGENTS
from teaching.commands.table.commands import COMMANDS
from teaching.commands.table.hooks import HOOKS
from teaching.commands.table.manifests import MANIFESTS
from teaching.commands.table.servers import SERVERS
from teaching.commands.table.syntax import SYNTAX

FAMILIES: dict[str, tuple[Check, ...]] = {
    "syntax and keys": SYNTAX,
    "commands and skills": COMMANDS,
    "agents and output styles": AGENTS,
    "manifests": MANIFESTS,
    "MCP servers": SERVERS,
    "hooks": HOOKS,
}
CHECKS: tuple[Check, ...] = tuple(check for family in FAMILIES.values() for check in family)
BY_ID: dict[str, Check] = {check.id: check for check in CHECKS}
