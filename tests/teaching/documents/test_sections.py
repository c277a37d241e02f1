"""Sections by meaning, and what stands in them."""

import pytest

from teaching.documents.constitution import read_text
from teaching.documents.sections import SectionKind, kind_of, names_commands, section_of


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Training Protocol", "protocol"),
        ("1. Mentoring", "protocol"),
        ("How to teach", "protocol"),
        ("🎓 Teaching rules", "protocol"),
        ("Protocolo de formación", "protocol"),
        ("Architectural Standards", "standards"),
        ("2.1 Coding Standards (mandatory)", "standards"),
        ("⚠️ CRITICAL RULES", "standards"),
        ("Code style", "standards"),
        ("Conventions", "standards"),
        ("Code Quality", "standards"),
        ("Rules for tests", "standards"),
        ("Command conventions", "standards"),
        ("Convenciones de código", "standards"),
        ("코드 스타일", "standards"),
        ("代码规范", "standards"),
        ("Grading Rubric", "rubric"),
        ("Evaluation", "rubric"),
        ("Definition of Done", "rubric"),
        ("Common Commands", "commands"),
        ("III. Development commands", "commands"),
        ("Build & Test", "commands"),
        ("Build, lint, and test", "commands"),
        ("Scripts", "commands"),
        ("常用命令", "commands"),
        ("Rules Engine", None),
        ("Project overview", None),
        ("Why the commands matter", None),
        ("Model evaluation pipeline", None),
    ],
)
def test_a_heading_says_what_its_section_is_for(heading: str, kind: SectionKind | None) -> None:
    assert kind_of(heading) == kind


def test_a_sub_section_inherits_unless_it_says_otherwise() -> None:
    assert section_of(["App", "Coding Standards", "Naming"]) == "standards"
    assert section_of(["App", "Coding Standards", "Useful commands"]) == "commands"
    assert section_of(["App"]) is None


def test_commands_are_expected_under_more_headings_than_command_sections() -> None:
    assert names_commands("Testing") and names_commands("Getting Started") and names_commands("开发")
    assert not names_commands("Architecture")


def test_statements_carry_their_section_at_any_level_and_order() -> None:
    text = "### Commands\n- test: npm test\n# Grading Rubric\n- works\n## Extra\n- more\n# Other\n- none\n"
    assert [(s.line, s.section) for s in read_text(text).statements] == [
        (2, "commands"),
        (4, "rubric"),
        (6, "rubric"),
        (8, None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- **Output Style:** Learning (use TODO(human) markers)",
        "* Output style = learning",
        "Output-Style: the LEARNING style. Always.",
        "| Output Style | Learning |\n",
    ],
)
def test_a_learning_output_style_makes_a_mentor(line: str) -> None:
    table = "| Key | Value |\n|--|--|\n" if line.startswith("|") else ""
    constitution = read_text(f"## Setup\n\n{table}{line}\n")
    assert constitution.mode == "mentor"
    assert "learning" in (constitution.protocol.output_style or "").casefold()


def test_without_a_learning_style_the_assistant_is_a_colleague() -> None:
    assert read_text("").mode == "colleague"
    assert read_text("## Training Protocol\n- Output Style: Explanatory").mode == "colleague"
    assert read_text("We love learning.\n\n- Role: x").mode == "colleague"


def test_the_protocol_is_read_with_its_lines_and_only_from_its_section() -> None:
    text = (
        "# Project: A\n## Training Protocol\n- **Role:** Senior Engineer. You mentor.\n"
        "- **Verification:** Must run tests\n- **Constraint:** Explain WHY\n## Rules\n- Role: admin\n"
    )
    protocol = read_text(text).protocol
    assert (protocol.role, protocol.verification, protocol.constraint) == (
        "Senior Engineer. You mentor.",
        "Must run tests",
        "Explain WHY",
    )
    assert protocol.output_style is None
    assert protocol.sources == {"role": "CLAUDE.md:3", "verification": "CLAUDE.md:4", "constraint": "CLAUDE.md:5"}
    assert read_text("## Rules\n- Role: admin").protocol.role is None
