"""The pages of the site as views: what stands on each, decided purely.

:mod:`.frame` what all pages share, :mod:`.entries` documents in lists, :mod:`.reply` a document's
page, :mod:`.indexes` the lists, :mod:`.furniture` home, site map, search and the rest.
"""

from .frame import Frames, Page
from .furniture import FURNITURE, redirect_page, site_page
from .reply import document_page

__all__ = ["FURNITURE", "Frames", "Page", "document_page", "redirect_page", "site_page"]
