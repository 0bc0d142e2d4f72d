"""The configuration, read from the disk: site.toml and content/units.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from msgspec import Struct

from . import fingerprint, frontmatter, sitetoml, unitsyaml
from .errors import ConfigurationError, Fault, MachineError, cause_of
from .recalling import Recall, anew
from .settings import Settings, Unit

_CONTENT = "content"


class Configuration(Struct, frozen=True):
    """The settings, the units, and what is wrong with units.yaml (a fault of the content)."""

    settings: Settings
    units: tuple[Unit, ...]
    unit_faults: tuple[Fault, ...]


def load(root: Path, recall: Recall = anew) -> Configuration:
    """Read the configuration of the site at ``root``, or ``recall`` it.

    Raises :class:`~gongkai.errors.ConfigurationError` with every fault of site.toml.
    """
    text, faults = _text(root, sitetoml.FILE)
    if text is None:
        raise ConfigurationError(faults or [_missing()])
    if not (root / _CONTENT).is_dir():
        # Taken for an empty site, it would take every page off the public one.
        raise ConfigurationError([_no_content()])
    units_text, unit_faults = _text(root, unitsyaml.FILE)
    if unit_faults:
        return _parsed(text, units_text, unit_faults)
    read = fingerprint.of(text, units_text)
    return recall("configuration", read, partial(_parsed, text, units_text, ()))


def _parsed(text: str, units_text: str | None, unit_faults: Iterable[Fault]) -> Configuration:
    """What the texts of site.toml and units.yaml say; what the latter lacks is in ``unit_faults``."""
    settings, faults = sitetoml.parse(text)
    if settings is None:
        raise ConfigurationError(faults)
    units: tuple[Unit, ...] = ()
    if units_text is not None:
        units, unit_faults = unitsyaml.parse(units_text, settings.outcomes)
    return Configuration(settings, units, tuple(unit_faults))


def require_site(root: Path) -> None:
    """Raise ConfigurationError for a folder that is no site, before anything is put there."""
    if root.is_dir() and not (root / sitetoml.FILE).exists():
        raise ConfigurationError([_missing()])


def _text(root: Path, name: str) -> tuple[str | None, list[Fault]]:
    try:
        data = (root / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None, []
    except IsADirectoryError:
        message, hint = "这是一个文件夹，应当是一个文件", "移走这个文件夹，写一个同名的文件"
        return None, [Fault(name, 1, 1, "not-a-file", message, hint)]
    except OSError as error:
        raise MachineError(f"不能读取 {name}：{cause_of(error)}") from error
    return frontmatter.decode(data, name)


def _missing() -> Fault:
    message = "这个文件夹里没有 site.toml，不是一个网站的文件夹"
    hint = "用 --root 指明网站所在的文件夹，或者把程序文件夹里的 site.toml 复制过来再改"
    return Fault(sitetoml.FILE, 1, 1, "missing-file", message, hint)


def _no_content() -> Fault:
    message = "网站的文件夹里没有 content 文件夹，要发布的文件都应当放在里面"
    hint = "新建 content 文件夹；如果它改了名或移走了，恢复原来的名称和位置"
    return Fault(_CONTENT, 1, 1, "missing-file", message, hint)
