"""Resident IDs against the checksum of GB 11643 (ISO 7064 MOD 11-2), worked out here by itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.privacy import Kind, find
from tests.privacy.test_labelled import lines

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DIGITS = "10X98765432"
NUMBERS = st.builds(
    lambda region, born, serial: f"{region}{born:%Y%m%d}{serial:03}",
    st.sampled_from(["110105", "330106", "440308", "650102"]),
    st.dates(date(1930, 1, 1), date(2019, 12, 31)),
    st.integers(0, 999),
)


def check_digit(seventeen: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True))
    return DIGITS[total % 11]


def is_found(number: str) -> bool:
    return (Kind.RESIDENT_ID, number) in {
        (finding.kind, finding.value) for finding in find(f"身份证号{number}。")
    }


@pytest.mark.parametrize("number", ["11010519491231002X", "440308199001011511"])
def test_specimens_are_found(number: str) -> None:
    assert check_digit(number[:17]) == number[17]
    assert is_found(number)


@given(NUMBERS, st.sampled_from(DIGITS))
def test_a_number_is_found_exactly_when_its_check_digit_is_right(number: str, last: str) -> None:
    assert is_found(number + check_digit(number))
    assert is_found(number + last) == (last == check_digit(number))


def test_the_labelled_numbers_are_what_they_are_said_to_be() -> None:
    for kind, _, value in lines():
        plain = "".join(str(int(c)) if c.isdecimal() else c for c in value if c not in " -")
        if kind is Kind.RESIDENT_ID and len(plain) == 18:
            assert check_digit(plain[:17]) == plain[17].replace("Ｘ", "X"), value
