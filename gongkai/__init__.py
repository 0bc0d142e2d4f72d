"""Gongkai (公开): reply documents in Markdown in, a static disclosure site out."""

__version__ = "0.1.0"
