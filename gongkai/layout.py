"""A catalog laid out: the theme put around it, and everything planned that the site shall hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple, replace

from . import accounting, assets, fingerprint, planning, templates, unitsyaml
from .announcing import Ready, announcements, open_data
from .catalog import Catalog
from .content import Content
from .counting import counted
from .deck import Deck
from .document_plan import DocumentPlan
from .drawer import Mark
from .jobs import Job
from .list_plan import ListPlan
from .matters import grouped
from .memory import DocketMemory, Memory
from .opendata.promises import promise_table
from .opendata.statistics import figure_table
from .pages.entries import Entries
from .pages.furniture import navigation
from .planned import Planned, Theming
from .planning import Plan
from .privacy import Clearance
from .privacy.findings import canonical
from .promises import promised
from .settings import Settings
from .staleness import Trace
from .statistics import statistics
from .store import Store
from .surroundings import Surroundings
from .taxonomy import term_order
from .themefiles import theme_folders
from .traces import TraceColumn, Traces
from .workpieces import Layout
from .workshop import Workshop

ASSETS = "assets"
"""The key of the product that holds the theme's assets."""


class Site(Struct, frozen=True):
    """What the site shall hold.

    ``documents`` are the traces of documents' pages and of the site's own, ``numbered`` by folder
    those of the numbered pages of lists; jobs make them as they make what is ``planned``.
    ``ready`` are the products that need none.  All by key.  ``dockets`` is what was counted for the statistics.
    """

    catalog: Catalog
    layout: Layout
    document_plan: DocumentPlan
    list_plan: ListPlan
    plan: Plan
    documents: Traces
    numbered: Mapping[str, TraceColumn]
    planned: Mapping[str, Planned]
    ready: Mapping[str, Ready]
    dockets: Mapping[str, DocketMemory]

    @property
    def traces(self) -> Traces:
        """The present trace of every product, by key."""
        ready = {key: ready.trace for key, ready in self.ready.items()}
        planned = {key: planned.trace for key, planned in self.planned.items()}
        return self.documents.beside(self.numbered, {**ready, **planned})

    @property
    def pages(self) -> Iterator[str]:
        """The keys of all that jobs make but the pages of documents."""
        return chain(self.planned, *(column.keys for column in self.numbered.values()))

    def jobs(self, keys: Collection[str]) -> Iterator[Job]:
        """The jobs that make those of the :attr:`pages` that have the ``keys``."""
        for key in keys:
            if key in self.planned:
                yield self.planned[key].job()
        yield from self.list_plan.jobs(key for key in keys if key not in self.planned)


class Additions(Struct, frozen=True):
    """What a preview adds to a publication.

    ``notices`` are banners by address, ``reload_script`` is the client for live reload and
    ``addresses`` are pages beside those of the catalog.
    """

    notices: Mapping[str, str]
    reload_script: str
    addresses: frozenset[str]


NO_ADDITIONS = Additions({}, "", frozenset())


def lay_out(
    root: Path,
    content: Content,
    catalog: Catalog,
    memory: Memory,
    store: Store,
    *,
    today: date,
    additions: Additions = NO_ADDITIONS,
) -> Site:
    """Put the theme around ``catalog`` and plan every product, as of ``today``."""
    settings, units = content.configuration.settings, content.configuration.units
    dockets = counted(
        content.ledger_sources.values(),
        content.cards,
        catalog.documents,
        naming=content.naming,
        before=memory.dockets,
    )
    numbers = statistics(
        [docket.tallies for docket in dockets.values()], term_order(settings, units)
    )
    folders = theme_folders(root)
    theme, made = assets.assets(folders, store.recall)
    theme = replace(theme, reload_script=additions.reload_script)
    documents = catalog.documents
    promises = promised(
        documents.marked(Mark.COMMITMENTS),
        documents.marked(Mark.UPDATES),
        today,
        content.cards.addresses,
    )
    matters = grouped(documents, catalog.sharing)
    further = accounting.addresses(promises, matters, numbers)
    tables = (figure_table(numbers), promise_table(promises))
    layout = Layout(
        root=root,
        settings=settings,
        units=units,
        themes=folders,
        theme=theme,
        navigation=navigation(catalog, promises),
        surroundings=Surroundings(
            planning.addresses(catalog, further, settings.page_size) | additions.addresses,
            catalog.held_addresses,
            frozenset(content.files),
            catalog.numbered,
        ),
        clearance=clearance(documents, settings),
    )
    theming = Theming(
        templates.template_prints(folders),
        fingerprint.of(
            settings.site,
            settings.footer,
            settings.labels,
            settings.privacy,
            theme,
            layout.navigation,
        ),
    )
    document_plan = DocumentPlan(
        catalog=catalog,
        surroundings=layout.surroundings,
        privacy=settings.privacy,
        unit_names={unit.slug: fingerprint.of(unitsyaml.names(unit)) for unit in units},
        theming=theming,
        sources=content.sources,
        files={path: content_print for path, (_, content_print) in content.files.items()},
        bodies=store.bodies,
        manuscripts=content.manuscripts,
        notices=additions.notices,
        promises=promises,
        matters=matters,
    )
    plan = Plan(
        catalog=catalog,
        settings=settings,
        units={unit.slug: unit for unit in units},
        frames=Workshop(layout).frames,
        theming=theming,
        statistics=numbers,
        promises=promises,
        matters=matters,
        tables=tables,
    )
    list_plan = ListPlan(
        catalog=catalog,
        page_size=settings.page_size,
        units=plan.units,
        entries=Entries(),
        frames=plan.frames,
        theming=theming,
        promises=promises,
        statistics=numbers,
    )
    ready = {ASSETS: Ready(Trace.of("assets", fingerprint.of(theme.assets)), made)}
    ready |= announcements(catalog, further, settings)
    ready |= open_data(catalog, tables, settings)
    known = memory.products
    return Site(
        catalog,
        layout,
        document_plan,
        list_plan,
        plan,
        document_plan.traces(known.discovered, known.faults.keys()),
        list_plan.numbered_pages(),
        dict(chain(plan.products_planned(), list_plan.own_pages())),
        ready,
        dockets,
    )


def clearance(documents: Deck, settings: Settings) -> Clearance:
    """What looks like personal data and may be published: what ``documents`` acknowledge, say."""
    telling = documents.marked(Mark.EXEMPTIONS)
    numbers = documents.marked(Mark.LONG_NUMBER).numbers
    return Clearance(
        settings.privacy,
        tuple(each for card in telling for each in card.exemptions),
        frozenset(map(canonical, numbers)),
        "\n".join(astuple(settings.footer)),
    )
