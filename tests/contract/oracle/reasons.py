# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""Where our reader and the contract differ on purpose: nine classes, each as narrow as its reason.

A class speaks of one place of one body, by the kind that is due there and the very value, and it binds: where it holds,
our reader must differ from pydantic, and where none holds it must not.
"""
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Callable, List, Optional

import kinds
from shapes import Shape

INT64 = 2**63


class TextFloat(float):
    """a JSON number that is not whole, with its text"""

    text: str

    def __new__(cls, text: str):
        out = super().__new__(cls, text)
        out.text = text
        return out


@dataclass(frozen=True)
class Place:
    shape: Shape
    there: bool
    value: Any
    ours: bool  # would our reader alone refuse this? else pydantic alone does

    def is_a(self, *which: type) -> bool:
        return any(isinstance(leaf, type) and issubclass(leaf, which) for leaf in self.shape.leaves)


def number_of(value: Any) -> Optional[Decimal]:
    """Of a JSON number, or of a text that is one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, TextFloat)):
        return Decimal(value.text if isinstance(value, TextFloat) else value)
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", value):
        return Decimal(value)
    return None


def is_exact(number: Decimal) -> bool:
    """38 digits, of which at most 38 after the point"""
    _, digits, exponent = number.as_tuple()
    significant = int("".join(map(str, digits)))
    if significant == 0:
        return True
    while significant % 10 == 0 and exponent != 0:
        significant, exponent = significant // 10, exponent + 1
    return -38 <= exponent and len(str(significant)) + max(exponent, 0) <= 38


def is_below_int64(n: int) -> bool:
    return -INT64 <= n < INT64


def no_id(p: Place) -> bool:
    if not p.ours:
        return False
    if p.is_a(kinds.IdText):
        return isinstance(p.value, str) and not (re.fullmatch("[1-9][0-9]*", p.value) and int(p.value) < INT64)
    if p.is_a(kinds.IdFraction) and isinstance(p.value, float):
        number = number_of(p.value)
        return not is_exact(number) or number != int(number) or not 1 <= number < INT64
    return p.is_a(kinds.Id) and type(p.value) is int and not 1 <= p.value < INT64


def no_form(p: Place) -> bool:
    if not p.ours or not isinstance(p.value, str):
        return False
    if p.is_a(kinds.Uuid):
        return not re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", p.value, re.I | re.A)
    if p.is_a(kinds.Currency, kinds.Currency3):
        return not re.fullmatch("[A-Z]{3}", p.value)
    return p.is_a(kinds.PhoneOfPasscode) and not re.fullmatch("[1-9][0-9]{7,14}", p.value)


def no_word(p: Place) -> bool:
    if not isinstance(p.value, str):
        return False
    if not p.ours:
        return p.is_a(kinds.QueryMethod, kinds.QueryProvider) and p.value != "" and "\0" not in p.value
    if p.is_a(kinds.AnswerWord):
        return p.value == ""
    return p.is_a(kinds.Word) and p.value not in p.shape.leaves[0].words


def no_quantity(p: Place) -> bool:
    if not p.ours:
        return False
    if p.is_a(kinds.PredictedAmount):
        number = number_of(p.value)
        return number is None or number < Decimal("0.01")
    return p.is_a(kinds.Quantity) and type(p.value) is int and p.value < 1


def other_form(p: Place) -> bool:
    number = number_of(p.value)
    if p.ours:
        return p.is_a(kinds.DecimalText) and isinstance(p.value, str) and number is None
    if number is None or not is_exact(number):
        return False
    if p.is_a(kinds.DecimalText):
        return not isinstance(p.value, str)
    if not isinstance(p.value, str):
        return False
    if p.is_a(kinds.EitherPayableFraction):
        return number >= Decimal("0.01")
    if p.is_a(kinds.IdFraction):
        return re.fullmatch("[1-9][0-9]*", p.value) is not None and number < INT64
    return p.is_a(kinds.EitherFraction)


def not_kept(p: Place) -> bool:
    number = number_of(p.value)
    if not p.ours or number is None:
        return False
    if p.is_a(kinds.Whole, kinds.Quantity) and not p.is_a(kinds.Fraction):
        return type(p.value) is int and not is_below_int64(p.value)
    if p.is_a(kinds.PayableFraction) and number < Decimal("0.01") <= Decimal(float(number)):
        return True
    return p.is_a(kinds.PredictedAmount, kinds.DecimalText, kinds.WholeAmount, kinds.PayableWhole) and not is_exact(number)


def is_our_time(text: str) -> bool:
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:[Zz]|[+-](\d\d):(\d\d))?", text, re.A)
    if not found:
        return False
    *moment, offset_hours, offset_minutes = (int(group or 0) for group in found.groups())
    try:
        datetime(*moment)
    except ValueError:
        return False
    return offset_hours < 24 and offset_minutes < 60


def other_time(p: Place) -> bool:
    return p.is_a(kinds.Moment) and isinstance(p.value, str) and is_our_time(p.value) != p.ours


def zero_byte(p: Place) -> bool:
    return p.ours and isinstance(p.value, str) and "\0" in p.value


def null_for_absent(p: Place) -> bool:
    if p.ours:
        return False
    may_be_null = p.shape.nullable and p.shape.required and not p.there
    return may_be_null or not p.shape.required and not p.shape.nullable and p.there and p.value is None


@dataclass(frozen=True)
class Reason:
    name: str
    why: str
    explains: Callable[[Place], bool]


REASONS: List[Reason] = [
    Reason("id", "an id is a whole number from 1 to 2^63 - 1; the contract says any integer, or any text in executions", no_id),
    Reason("form", "a UUID of version 4, three capitals, a phone's digits: the contract asks for them in prose or elsewhere", no_form),
    Reason("word", "a request's word is one of the guides', any other only not empty; the contract says any text, but in queries", no_word),
    Reason("quantity", "a quantity is at least 1 by the guide, a predicted amount a decimal of at least 0.01; the contract says any (note 21)", no_quantity),
    Reason("decimal", "a number or its text, where the API writes one here and the other there (note 11)", other_form),
    Reason("range", "a number is exact or refused, never rounded as a float is: whole ones to 64 bits, amounts to 38 digits", not_kept),
    Reason("time", "RFC 3339 with or without its offset, small t and z included; pydantic has a grammar of its own", other_time),
    Reason("nul", "no text holds U+0000", zero_byte),
    Reason("absent", "absent and null are one to a reader, where the contract allows only one of the two", null_for_absent),
]


def reason_of(place: Place) -> Optional[Reason]:
    return next((reason for reason in REASONS if reason.explains(place)), None)
