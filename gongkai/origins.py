"""Where personal data that a finished file says was written: its source, a setting, a template.

What is found in finished files slipped by where sources are read, so that no place came with it.
Files are read again for it, which only a build that is refused does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from . import frontmatter, privacy, sitetoml, unitsyaml
from .model import Place
from .privacy import Finding, Origin


class Origins:
    """Finds where values were written below ``root`` and in the theme folders ``themes``."""

    def __init__(self, root: Path, themes: tuple[Path, ...]) -> None:
        self._root = root
        self._themes = themes
        self._elsewhere: dict[str, Origin | None] = {}

    def of(self, finding: Finding, source: str = "") -> Origin | None:
        """Where the value of ``finding`` was written, in a file made of ``source`` if that is known.

        ``None`` where it is written nowhere as such: parts of it may come from different places.
        """
        if source and (place := _place(self._root / source, privacy.place_in_document, finding)):
            return Origin(source, place)
        value = finding.value
        if value not in self._elsewhere:
            self._elsewhere[value] = next(self._of_the_site(finding), None)
        return self._elsewhere[value] or (Origin(source, Place(1, 1)) if source else None)

    def _of_the_site(self, finding: Finding) -> Iterator[Origin]:
        files = {name: self._root / name for name in (sitetoml.FILE, unitsyaml.FILE)}
        for theme in reversed(self._themes):
            names = sorted((theme / "templates").rglob("*.html"))
            files |= {f"theme/{file.relative_to(theme).as_posix()}": file for file in names}
        for path, file in files.items():
            if place := _place(file, privacy.place_in, finding):
                yield Origin(path, place)


def _place(
    file: Path, place_in: Callable[[str, Finding], Place | None], finding: Finding
) -> Place | None:
    try:
        text, _ = frontmatter.decode(file.read_bytes(), file.name)
    except OSError:
        return None
    return place_in(text, finding) if text else None
