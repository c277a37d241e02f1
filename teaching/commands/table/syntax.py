"""Checks of syntax and keys, in every kind of file."""

from teaching.commands.report import Check
from teaching.commands.table.trees import BOTH, READ, command, plugin, raw

SYNTAX: tuple[Check, ...] = (
    Check(
        "json-syntax",
        "error",
        "The file is no JSON, so the client reads none of it.",
        {".mcp.json": '{\n  "mcpServers": {},\n}\n'},
        {".mcp.json": '{\n  "mcpServers": {}\n}\n'},
    ),
    Check(
        "yaml-syntax",
        "error",
        "The frontmatter is no YAML, so the client drops all of it.",
        raw('---\ndescription: "Tidy up\nmodel: [haiku\n---\n\nTidy.\n'),
        raw('---\ndescription: "Tidy up"\nmodel: haiku\n---\n\nTidy.\n'),
        READ,
    ),
    Check(
        "yaml-unquoted",
        "warning",
        "This is YAML only after the client has put quotes around the value; the validator of 2.1.197 refuses it.",
        raw("---\ndescription: Use when: the tree is untidy\n---\n\nTidy.\n"),
        raw('---\ndescription: "Use when: the tree is untidy"\n---\n\nTidy.\n'),
        BOTH,
    ),
    Check(
        "duplicate-key",
        "warning",
        "The key stands twice, and only one of the two counts.",
        command("model: haiku\nmodel: opus\n"),
        command("model: haiku\n"),
    ),
    Check(
        "misspelt-key",
        "error",
        "The client has no such key and ignores it without a word.",
        command("allowed_tools: Read\n"),
        command("allowed-tools: Read\n"),
        BOTH,
    ),
    Check(
        "unknown-key",
        "warning",
        "The client does not read this key.",
        plugin(shape="round"),
        plugin(metadata={"shape": "round"}),
    ),
    Check(
        "unknown-allow",
        "warning",
        "A comment allows a check that does not exist.",
        command(body="Tidy.\n<!-- lint: allow shadow-bundled -->\n"),
        command(body="Tidy.\n<!-- lint: allow shadows-bundled -->\n"),
    ),
)
