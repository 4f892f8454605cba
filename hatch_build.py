"""Writes the index of the stock phrases into what is built: with it a process waits .1 s for them before its first page, without .5 s."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexOfPhrases(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        from cleanpage import packs

        path = source / "cleanpage" / "data" / packs.INDEX
        with suppress(OSError):  # a checkout that nobody may write to is installed without
            path.with_suffix(".new").write_bytes(packs.packaged_index())
            path.with_suffix(".new").replace(path)
