"""The frozen nouns of a site's configuration: what site.toml and units.yaml say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct, field


class Form(StrEnum):
    """What kind of paper a category holds; it says which fields are needed."""

    REPLY = "reply"
    SUMMARY = "summary"
    NOTICE = "notice"
    FOLLOW_UP = "follow-up"


class SiteIdentity(Struct, frozen=True):
    """Who publishes, and where; ``base_url`` is empty or ends in a slash."""

    name: str
    organisation: str = ""
    base_url: str = ""
    timezone: str = "Asia/Shanghai"
    description: str = ""


class Labels(Struct, frozen=True):
    """The page labels of 国办发〔2017〕47号 that the site as a whole states."""

    required: bool = False
    site_id_code: str = ""
    site_domain: str = ""
    column_type: str = ""
    column_description: str = ""
    column_keywords: str = ""


class Footer(Struct, frozen=True):
    """What stands at the foot of every page; empty texts are not printed."""

    sponsor: str = ""
    operator: str = ""
    site_id_code: str = ""
    icp: str = ""
    police_record: str = ""
    contact: str = ""
    address: str = ""
    party_mark: str = ""
    error_mark: str = ""


class Category(Struct, frozen=True):
    """A column of the site, such as 人大代表建议."""

    slug: str
    name: str
    form: Form
    aliases: tuple[str, ...] = ()


class Topic(Struct, frozen=True):
    """An editor's subject heading."""

    slug: str
    name: str


class Session(Struct, frozen=True):
    """A session of a people's congress or a CPPCC committee, the scope of document numbers."""

    slug: str
    name: str
    year: int
    aliases: tuple[str, ...] = ()
    outcomes: str = "default"


class FormerName(Struct, frozen=True):
    """A name that a unit bore up to and including the day ``until``."""

    name: str
    until: date


class Unit(Struct, frozen=True):
    """A government unit; ``name`` is its present one, former names stand oldest first."""

    slug: str
    name: str
    short_name: str = ""
    former_names: tuple[FormerName, ...] = ()
    outcomes: str = ""

    def name_on(self, day: date | None) -> str:
        """The name that the unit bore on ``day``; the present one when the day is unknown."""
        if day is not None:
            for former in self.former_names:
                if day <= former.until:
                    return former.name
        return self.name


class Limits(Struct, frozen=True):
    """Bounds that keep one document from stopping the site."""

    document_bytes: int = 2_000_000
    document_seconds: int = 30


class Treatment(StrEnum):
    """What becomes of personal data that is found: the build stops, it is masked, or it passes."""

    BLOCK = "block"
    MASK = "mask"
    ALLOW = "allow"


class Privacy(Struct, frozen=True):
    """How each kind of personal data is treated; the fields are named like the kinds.

    ``attachment_author`` are the people named in the properties of attachments.

    An office telephone and a named contact on a reply are lawful, so they pass unless a site says
    otherwise.
    """

    resident_id: Treatment = Treatment.BLOCK
    mobile: Treatment = Treatment.BLOCK
    bank_card: Treatment = Treatment.BLOCK
    address: Treatment = Treatment.BLOCK
    email: Treatment = Treatment.BLOCK
    plate: Treatment = Treatment.BLOCK
    passport: Treatment = Treatment.BLOCK
    landline: Treatment = Treatment.ALLOW
    contact: Treatment = Treatment.ALLOW
    attachment_author: Treatment = Treatment.BLOCK


class DataTerms(Struct, frozen=True):
    """On what terms the site's data may be used: the licence's name, and where it is."""

    licence: str = ""
    licence_url: str = ""


class WorkCalendar(Struct, frozen=True):
    """Days off besides weekends, and the weekend days on which work is made up for them."""

    holidays: tuple[date, ...] = ()
    make_up_days: tuple[date, ...] = ()


class Settings(Struct, frozen=True):
    """All of site.toml.

    ``outcomes`` maps a scheme's name to its codes and their meanings, ``promising`` to those of
    its codes that go with a promise (承诺事项); ``checks`` maps a check's rule to ``error``,
    ``warning`` or ``off``.
    """

    site: SiteIdentity
    categories: tuple[Category, ...]
    topics: tuple[Topic, ...] = ()
    sessions: tuple[Session, ...] = ()
    outcomes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    promising: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Labels = Labels()
    footer: Footer = Footer()
    review_required: bool = True
    page_size: int = 20
    limits: Limits = Limits()
    calendar: WorkCalendar = WorkCalendar()
    checks: Mapping[str, str] = field(default_factory=dict)
    privacy: Privacy = Privacy()
    data: DataTerms = DataTerms()
