"""The spool: what is kept comes back whole, however much there is of it and whatever the disk does."""

from __future__ import annotations

import pytest

from gongkai import spool
from gongkai.errors import MachineError
from gongkai.spool import Spool


def data(number: int) -> bytes:
    """What is kept under a number."""
    return bytes([number]) * (3 * number)


@pytest.fixture(params=[1 << 20, 100], ids=["in memory", "on the disk"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Spool[int]:
    """A hundred values, which stay in memory or do not."""
    monkeypatch.setattr(spool, "_IN_MEMORY", request.param)
    found: Spool[int] = Spool()
    for number in range(100):
        found.keep(number, data(number))
    return found


def test_what_is_kept_comes_back_in_any_order(kept: Spool[int]) -> None:
    assert [kept[number] for number in (99, 0, 50, 50, 1)] == list(map(data, (99, 0, 50, 50, 1)))
    assert dict(kept) == {number: data(number) for number in range(100)}


def test_reading_does_not_stand_in_the_way_of_keeping(kept: Spool[int]) -> None:
    assert kept[3] == data(3)
    kept.keep(100, data(100))
    assert (kept[100], kept[99]) == (data(100), data(99))


def test_the_last_value_of_a_key_counts(kept: Spool[int]) -> None:
    kept.keep(7, b"other")
    assert (kept[7], kept[8], len(kept)) == (b"other", data(8), 100)


def test_there_is_none_of_what_was_not_kept(kept: Spool[int]) -> None:
    assert kept.get(100) is None


@pytest.mark.parametrize("taken", [0, 10])
def test_what_a_full_disk_does_not_take_stays_in_memory(
    monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    """``taken`` is how many bytes there is room for."""

    class Full:
        def seek(self, _: int) -> None:
            pass

        def write(self, _: bytes) -> int:
            if not taken:
                raise OSError(28, "No space left on device")
            return taken

    monkeypatch.setattr(spool, "_IN_MEMORY", 100)
    kept: Spool[int] = Spool()
    monkeypatch.setattr(kept, "_file", Full())
    for number in range(10):
        kept.keep(number, data(40))
    assert dict(kept) == dict.fromkeys(range(10), data(40))


def test_a_file_that_cannot_be_read_back_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def seek(self, _: int) -> None:
            raise OSError(5, "Input/output error")

    class Short:
        def seek(self, _: int) -> None:
            pass

        def read(self, _: int) -> bytes:
            return b"a"

    monkeypatch.setattr(spool, "_IN_MEMORY", 100)
    kept: Spool[int] = Spool()
    kept.keep(1, data(40))
    for file in (Broken(), Short()):
        monkeypatch.setattr(kept, "_file", file)
        with pytest.raises(MachineError, match="不能读回临时文件"):
            kept[1]
