"""The whole measurement, in two processes."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.truth.asking import Asked, asked
from tests.truth.reading import SLOTTED, sheets
from tests.truth.scenes import scenes
from tests.truth.trying import Try, tries

_PROCESSES = 2


def measured(folder: Path, seed: int, language: str | None = None) -> tuple[list[Try], list[Asked]]:
    """All tries of the files of a folder, and what becomes of its sections; hand-written ones are never held out."""
    with ProcessPoolExecutor(_PROCESSES) as pool:
        shares = list(pool.map(_share, *zip(*((folder, seed, language, at) for at in range(_PROCESSES)), strict=True)))
    return [each for share, _ in shares for each in share], [each for _, share in shares for each in share]


def _share(folder: Path, seed: int, language: str | None, share: int) -> tuple[list[Try], list[Asked]]:
    from daemon.write.check import judge

    own = [*sheets(folder), *(sheets(SLOTTED) if not folder.name.startswith("held") else ())]
    mine = [scene for scene in scenes(own) if language in (None, scene.sheet.language)][share::_PROCESSES]
    sections = [result for scene in mine if (result := asked(scene.sheet, judge))]
    return [each for scene in mine for each in tries(scene, seed, judge)], sections
