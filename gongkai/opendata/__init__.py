"""The documents as open data: one record for each, and the tables and texts made of them.

:mod:`.columns` what a table's columns are, :mod:`.records` a document as JSON, :mod:`.tables`
records as CSV and JSON, :mod:`.package` the Frictionless Data Package that describes them,
:mod:`.markdown` a document's published view as Markdown.  All pure.
"""
