"""The theme: its templates as a Jinja2 environment, its assets as outputs.

A site's own theme/ overrides the default one file by file.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import quote

import jinja2
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from . import fingerprint
from .errors import ConfigurationError, Fault, MachineError, cause_of
from .pages.frame import Page, Theme
from .patterns import pattern
from .recalling import Recall, anew
from .slimming import joined_modules, on_few_lines, published_script, published_sheet
from .staging import Output, Stage
from .typesetting import together
from .walk import walk

DEFAULT_THEME = Path(__file__).resolve().parent.parent / "theme"

_COMPILED = ".cache/templates"

_DIGEST_CHARACTERS = 12

_SPECIAL = pattern("[&<>\"']")

_SCRIPT = pattern(r"js/[^/]+\.js")
_DOCUMENT_SCRIPT = pattern(r"js/document/[^/]+\.js")

_ICON = "images/icon.svg"

# A drawing this small costs less inside a page than a request of its own.
_INLINE_BYTES = 1024
_URL_SAFE = "!$&'()*+,-./:;=?@_~"

# The name is captured where it is a plain text; whatever else stands there is computed.
_REFERENCE = pattern(
    r"{%[-+]?\s*(?:extends|include|import|from)\b"
    r"(?:\s*[\"']([^\"'\\]+)[\"']\s*(?=[-+]?%}|(?:ignore|with|without|as|import)\b))?"
)

# A template computes, so that whoever writes one can meet any of these.
_TEMPLATE_FAULTS = (
    *(TemplateError, TypeError, ValueError, RecursionError),
    *(ArithmeticError, LookupError, AttributeError),
)


class _Template(jinja2.Template):
    """A template whose texts are escaped without becoming Markup, for all go into one page.

    It takes a third of the time, and a page has two hundred.
    """

    @classmethod
    def from_code(cls, *arguments: Any, **options: Any) -> jinja2.Template:
        """The template of compiled code, in which Jinja's own name for escaping stands for ours."""
        template = super().from_code(*arguments, **options)
        template.root_render_func.__globals__["escape"] = _escaped
        return template


def _escaped(value: object) -> str:
    """``value`` as HTML."""
    if type(value) is Markup:
        return value
    if type(value) is str and _SPECIAL.search(value) is None:
        return value
    return escape(value)


class CompiledTemplates(FileSystemBytecodeCache):
    """Templates compiled before, by their text; a disk that does not take them costs time alone."""

    def __init__(self, root: Path) -> None:
        """Those of the site at ``root``."""
        folder = root / _COMPILED
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder), f"%s.{jinja2.__version__}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def environment(loader: BaseLoader, compiled: BytecodeCache | None = None) -> Environment:
    """What every template is rendered with, as docs/theming.md tells; it reads from ``loader``."""
    found = Environment(
        loader=loader,
        bytecode_cache=compiled,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    found.template_class = _Template
    found.filters["together"] = together
    return found


class Renderer:
    """Turns pages into bytes by the templates of a theme."""

    def __init__(self, root: Path, folders: tuple[Path, ...]) -> None:
        """``folders`` are the theme folders of the site at ``root``, the one that overrides first."""
        self._folders = folders
        self._environment = environment(FunctionLoader(_loader(folders)), CompiledTemplates(root))

    def render(self, page: Page) -> Output:
        """The page as HTML; raises ConfigurationError where a template has a fault."""
        try:
            template = self._environment.get_template(page.template)
            html = template.render(site=page.site, page=page.page, view=page.view)
        except _TEMPLATE_FAULTS as error:
            raise ConfigurationError([self._fault(page, error)]) from error
        return Output(page.address, html.encode(), Stage.of_template(page.template))

    def _fault(self, page: Page, error: Exception) -> Fault:
        if isinstance(error, TemplateSyntaxError):
            name, line = error.name or page.template, error.lineno
        else:
            name, line = self._place_of(error) or (page.template, 1)
        message = f"模板不能用于 {page.address}：{error}"
        hint = "改正模板；可用的字段见 docs/theming.md"
        return Fault(f"theme/templates/{name}", line, 1, "template", message, hint)

    def _place_of(self, error: Exception) -> tuple[str, int] | None:
        """The innermost template in which a runtime error arose, and the line."""
        place, step = None, error.__traceback__
        while step is not None:
            file = Path(step.tb_frame.f_code.co_filename)
            for folder in self._folders:
                if file.is_relative_to(folder / "templates"):
                    place = file.relative_to(folder / "templates").as_posix(), step.tb_lineno
            step = step.tb_next
        return place


def theme_folders(root: Path) -> tuple[Path, ...]:
    """The theme folders of the site at ``root``: its own, if it has one, before the default."""
    own = root / "theme"
    return (own, DEFAULT_THEME) if own.is_dir() and own != DEFAULT_THEME else (DEFAULT_THEME,)


def assets(
    folders: tuple[Path, ...], recall: Recall = anew
) -> tuple[Theme, Callable[[], tuple[Output, ...]]]:
    """The theme, and what gives its assets, under one folder named by the hash of them all.

    All ``css/*.css`` are joined in the order of their names into ``css/site.css``, all ``js/*.js``
    into ``js/site.js``, which pages load deferred; a document's page loads ``js/document.js``
    instead, which holds ``js/document/*.js`` besides.  ``search/main.js`` holds the modules
    that it imports.  Where nothing changed the theme is had by ``recall``.  Raises
    ConfigurationError where an asset cannot be published.
    """
    files = {name: _bytes(path) for name, path in _files(folders, "assets").items()}
    prints = [
        fingerprint.of(name, fingerprint.of_bytes(data)) for name, data in sorted(files.items())
    ]
    theme = recall("theme", fingerprint.joined(prints), lambda: _published(files)[0])
    return theme, lambda: _published(files)[1]


def _published(read: Mapping[str, bytes]) -> tuple[Theme, tuple[Output, ...]]:
    """The theme and its assets, of the files that were ``read``, by name."""
    if faults := list(_unusable(read)):
        raise ConfigurationError(faults)
    files = dict(read)
    sheets = sorted(name for name in files if name.startswith("css/") and name.endswith(".css"))
    joined = b"".join(files.pop(name).rstrip() + b"\n" for name in sheets)
    files["css/site.css"] = published_sheet(joined)
    for name, data in files.items():
        if name.endswith(".js"):
            files[name] = published_script(data.decode("utf-8")).encode()
    if entry := files.get("search/main.js"):
        modules = {
            name.removeprefix("search/"): data.decode("utf-8")
            for name, data in files.items()
            if name.startswith("search/") and name.endswith(".js")
        }
        files["search/main.js"] = joined_modules(entry.decode("utf-8"), modules).encode()
    for name, data in files.items():
        if name.startswith("search/") and name.endswith(".js"):
            files[name] = on_few_lines(data.decode("utf-8")).encode()
    scripts = _taken(files, _SCRIPT)
    of_documents = scripts + _taken(files, _DOCUMENT_SCRIPT)
    files["js/site.js"], files["js/document.js"] = _in_row(scripts), _in_row(of_documents)
    digest = hashlib.blake2b(digest_size=_DIGEST_CHARACTERS // 2)
    for name, data in sorted(files.items()):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    folder = f"assets/{digest.hexdigest()}"
    theme = Theme(
        assets=folder,
        stylesheet=f"{folder}/css/site.css",
        scripts=(f"{folder}/js/site.js",) if scripts else (),
        images=tuple(f"{folder}/{name}" for name in sorted(files) if name.startswith("images/")),
        icon=_inline(files[_ICON]) or f"{folder}/{_ICON}",
    )
    outputs = tuple(
        Output(f"{folder}/{name}", data, Stage.ASSET) for name, data in sorted(files.items())
    )
    return theme, outputs


def _unusable(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """What is wrong with assets: names that make no address, scripts that browsers misread."""
    for name, data in sorted(files.items()):
        path = f"theme/assets/{name}"
        if not _is_text(os.fsencode(name)):
            message, hint = "文件名不是 UTF-8 编码，不能用作网址", "改成英文小写字母、数字和连字符"
            yield Fault(path, 1, 1, "theme-asset", message, hint)
        elif name.endswith(".js") and not _is_text(data):
            message, hint = "脚本不是 UTF-8 编码", "用编辑器打开，另存为 UTF-8 编码"
            yield Fault(path, 1, 1, "theme-asset", message, hint)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _taken(files: dict[str, bytes], pattern: re.Pattern[str]) -> list[bytes]:
    """The files whose names match, in the order of these, taken out of ``files``."""
    return [files.pop(name) for name in sorted(files) if pattern.fullmatch(name)]


def _in_row(scripts: list[bytes]) -> bytes:
    """Classic scripts as one."""
    # A script may end without a semicolon, and the next begin with a bracket.
    return b";\n".join(script.rstrip() for script in scripts) + b"\n"


def _inline(drawing: bytes) -> str:
    """A small SVG drawing as a ``data:`` URL (RFC 2397); empty where it is not small."""
    if len(drawing) > _INLINE_BYTES:
        return ""
    return f"data:image/svg+xml,{quote(drawing.strip(), safe=_URL_SAFE)}"


def template_prints(folders: tuple[Path, ...]) -> dict[str, bytes]:
    """The fingerprint of every template together with all that it extends, includes or imports."""
    texts = {name: _bytes(path) for name, path in _files(folders, "templates").items()}
    return {
        name: fingerprint.of([(used, texts[used]) for used in sorted(_closure(name, texts))])
        for name in texts
    }


def _closure(name: str, texts: Mapping[str, bytes]) -> set[str]:
    """The templates that ``name`` is made of; all of them where a reference is computed."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in found or current not in texts:
            continue
        found.add(current)
        for literal in _REFERENCE.findall(texts[current].decode("utf-8", "replace")):
            if not literal:
                return set(texts)
            waiting.append(normpath(literal))
    return found


def _loader(folders: tuple[Path, ...]) -> Callable[[str], tuple[str, str, None] | None]:
    """Loads the templates that :func:`template_prints` knows, and no file beside them."""
    paths = _files(folders, "templates")

    def load(name: str) -> tuple[str, str, None] | None:
        path = paths.get(normpath(name))
        return (_bytes(path).decode(), str(path), None) if path else None

    return load


def _files(folders: tuple[Path, ...], kind: str) -> dict[str, Path]:
    """The files of a theme below ``kind``, by name; those of the first folder win."""
    return {
        name: folder / kind / name
        for folder in reversed(folders)
        for name, _ in walk(folder / kind)
    }


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MachineError(f"不能读取 {path}：{cause_of(error)}") from error
