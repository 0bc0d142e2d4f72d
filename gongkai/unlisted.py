"""Files in a document's folder that its page does not have: said, for they may be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .deck import Deck
from .errors import Fault, Severity, has_errors
from .productmemory import AnyProduct
from .sources import CONTENT
from .urls import folders_of
from .vocabulary import Openness


def unlisted_files(
    files: Iterable[str], documents: Deck, product_of: Callable[[str], AnyProduct]
) -> Iterator[Fault]:
    """Warnings for those of ``files`` (paths below content/) that no page of ``documents`` has.

    Only what is published whole counts: a summary publishes no attachments.
    """
    folders = {file: list(folders_of(file)) for file in files}
    pages = {f"{folder}.html" for around in folders.values() for folder in around}
    whole = {
        card.address.removesuffix(".html"): card
        for card in documents.where(map(pages.__contains__, documents.addresses))
        if card.openness is Openness.FULL
    }
    for file, around in folders.items():
        card = next((whole[folder] for folder in around if folder in whole), None)
        if card is None:
            continue
        product = product_of(card.path)
        # Of a page that could not be made nobody knows what it needs.
        if file not in product.discovered.files and not has_errors(product.faults):
            yield Fault(
                f"{CONTENT}/{file}",
                1,
                1,
                "unlisted-file",
                f"{card.path} 没有用到这个文件，不会发布",
                "要发布的，写进“附件”，图片写进正文；用不着的，从文件夹里移走",
                Severity.WARNING,
            )
