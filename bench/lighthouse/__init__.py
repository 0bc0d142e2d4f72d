"""Lighthouse on four pages of the demonstration site; outside ``make test``."""
