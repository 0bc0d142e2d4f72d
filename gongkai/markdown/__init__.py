"""Markdown for official documents: pasted text in, sanitised HTML and its outline out.

An admin pastes paragraphs as they stand in Word; the order of the lines, their numbers
(一、 （一） 1. （1）) and their places say what is a heading, an addressee or a signature, as
GB/T 9704-2012 lays official documents out.  ``#`` headings, lists, tables, quotes, footnotes,
strong, emphasis, links and images of Markdown work too; raw HTML passes an allow-list.

The way of a text: ``source`` cleans it, ``blocks`` sorts its lines, ``gongwen`` makes the tree
(``parts`` and ``structure`` decide, ``outline`` numbers), ``sanitise`` lets through what is
allowed, ``reading`` reads from the result what the rest of the site needs.  A text without a mark
goes the short way of ``plain``, to the same result.  Everything here is pure: no file, no clock,
no network.
"""

from gongkai.markdown.body import Body, Heading
from gongkai.markdown.numbers import link_numbers, mentions
from gongkai.markdown.plain import plain_lines, render_plain
from gongkai.markdown.renderer import render, render_marked
from gongkai.markdown.sections import section
from gongkai.markdown.source import unclosed_comment
from gongkai.markdown.targets import rewrite_targets, without_links

__all__ = [
    "Body",
    "Heading",
    "link_numbers",
    "mentions",
    "plain_lines",
    "render",
    "render_marked",
    "render_plain",
    "rewrite_targets",
    "section",
    "unclosed_comment",
    "without_links",
]
