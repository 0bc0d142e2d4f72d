"""Attachments looked into before they are published: what they say, and what they say of people."""

from __future__ import annotations

from .inspection import faults, let_by

__all__ = ["faults", "let_by"]
