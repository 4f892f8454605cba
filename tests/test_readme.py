"""What the README tells a newcomer to run is what is run on every change."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEST_COMMAND = "python -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/python -m pytest"


def test_readme_gives_the_test_command() -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert any(TEST_COMMAND in block.splitlines() for block in blocks)


def test_the_test_command_is_what_ci_runs_first() -> None:
    steps = re.findall(r"^step (.+)", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    same = [re.sub(r'"\$venv([^"]*)"', r".venv\1", step) for step in steps]
    assert same[:3] == TEST_COMMAND.split(" && ")


def test_ci_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
