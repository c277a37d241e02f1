"""A project with one planted defect, and what a scripted model does about it."""

from tests.e2e.claude_code.fake_api import Block, Request, call

TOOL = "mcp__plugin_teach_assistant__review_code"
CONSTITUTION = """\
# Project

## Training Protocol
- **Output Style:** Learning

## Rules
- Never swallow an error
"""
RULE_AT = "CLAUDE.md:7"
SOUND = """\
def load(path):
    return open(path).read()
"""
SWALLOWS = """\
def load(path):
    try:
        return open(path).read()
    except OSError:
        pass
"""
DEFECT_AT = 4


def asked_for(request: Request) -> str:
    """The argument of `/review` as the expanded command hands it to the model."""
    return request.user_text.partition("with the `review_code` tool: ")[2].partition("\n")[0]


def review_what_is_asked_for(request: Request) -> Block:
    """What an obedient model does on `/teach:review`."""
    return call(TOOL, path=asked_for(request))
