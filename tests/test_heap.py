"""A process that works on large pieces keeps the memory that it has given back."""

from __future__ import annotations

import platform

import pytest

from gongkai import workers

LARGE = 24 << 20
PAGE = 4096


def faults_of_large_pieces(pieces: int) -> int:
    """How often this process was given a page of memory while it made so many large pieces."""
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(pieces):
        bytearray(LARGE)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries know no mallopt")
def test_workers_are_given_the_memory_of_a_piece_once() -> None:
    with workers.process_pool(1) as executor:
        executor.submit(faults_of_large_pieces, 1).result()
        assert executor.submit(faults_of_large_pieces, 8).result() < LARGE // PAGE
