"""Cuts sanitised HTML into tags and texts.

nh3 writes canonical HTML: lower-case names, double quotes, ``<`` and ``>`` escaped in texts and
attributes alike.  So a regular expression that goes from token to token is exact.
"""

from __future__ import annotations

from ..patterns import pattern

#: Groups: 1 "/" of an end tag, 2 the name, 3 the attributes; or 4 a text.
TOKEN = pattern(r'<(/?)([a-z][a-z0-9]*)((?:[^">]|"[^"]*")*)>|([^<]+)')

#: Groups: 1 the name of an attribute, 2 its value, still escaped.
ATTRIBUTE = pattern(r' ([a-z-]+)="([^"]*)"')
