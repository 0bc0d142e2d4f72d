"""The templates of a theme as a Jinja2 environment that turns pages into bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from posixpath import normpath
from typing import Any

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
from jinja2.environment import TemplateModule

from . import fingerprint
from .errors import ConfigurationError, Fault
from .pages.frame import Page
from .patterns import pattern
from .staging import Output, Stage
from .templatefaults import told
from .themefiles import bytes_of, files_of
from .typesetting import escaped, together

_COMPILED = ".cache/templates"
_OF_A_TEMPLATE = "template "
"""How the file names of templates begin in Python; a path need not be a text that it could compile."""
_PIECES = 4096
"""How many pieces that pages share are remembered: a few of each folder."""

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
        template.root_render_func.__globals__["escape"] = escaped
        # Jinja looks through a chain of dictionaries for each page.
        template.globals = dict(template.globals)
        return template

    def _get_default_module(self, _: object = None) -> TemplateModule:
        """What a template that imports this one is given.

        None has globals of its own, for which Jinja looks at each import.
        """
        return super()._get_default_module()


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
    # A page asks for six, and Jinja looks whether a loader is still the same.
    found.get_template = cache(found.get_template)  # type: ignore[method-assign]
    found.filters["together"] = together
    found.filters["once"] = lru_cache(maxsize=_PIECES, typed=True)(_printed)
    return found


def _printed(macro: Callable[..., str], *arguments: object, **named: object) -> str:
    """What a macro prints for ``arguments``, which is the same each time: it sees nothing else."""
    return macro(*arguments, **named)


class Renderer:
    """Turns pages into bytes by the templates of a theme."""

    def __init__(self, root: Path, folders: tuple[Path, ...]) -> None:
        """``folders`` are the theme folders of the site at ``root``, the one that overrides first."""
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
        message = f"模板不能用于 {page.address}：{told(error)}"
        hint = "改正模板；可用的字段见 docs/theming.md"
        return Fault(f"theme/templates/{name}", line, 1, "template", message, hint)

    @staticmethod
    def _place_of(error: Exception) -> tuple[str, int] | None:
        """The innermost template in which a runtime error arose, and the line."""
        place, step = None, error.__traceback__
        while step is not None:
            file = step.tb_frame.f_code.co_filename
            if file.startswith(_OF_A_TEMPLATE):
                place = file.removeprefix(_OF_A_TEMPLATE), step.tb_lineno
            step = step.tb_next
        return place


def template_prints(folders: tuple[Path, ...]) -> dict[str, bytes]:
    """The fingerprint of every template together with all that it extends, includes or imports."""
    texts = {name: bytes_of(path) for name, path in files_of(folders, "templates").items()}
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
    paths = files_of(folders, "templates")

    def load(name: str) -> tuple[str, str, None] | None:
        path = paths.get(named := normpath(name))
        if path is None:
            return None
        data = bytes_of(path)
        try:
            return data.decode(), f"{_OF_A_TEMPLATE}{named}", None
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise TemplateSyntaxError("它不是 UTF-8 编码，请另存为 UTF-8", line, name) from error

    return load
