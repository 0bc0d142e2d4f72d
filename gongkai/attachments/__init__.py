"""Attachments looked into before they are published: what they say, and what they say of people."""

from __future__ import annotations

from .inspection import faults

__all__ = ["faults"]
