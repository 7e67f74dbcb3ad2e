# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""Bodies from a seed: good ones, and good ones spoiled in one to three places.

A body is kept as JSON text, because a number's text matters: Number("1E2") stands for it until it is written.
"""
import json
import random
import re
import uuid
from dataclasses import dataclass
from typing import Any, Dict, Literal, Optional, Tuple, get_args, get_origin
from urllib.parse import quote

import kinds
from shapes import Shape, members_of, places_of

MARK = "\ue000"


class Number:
    """a number by its text"""

    def __init__(self, text: str):
        self.text = text


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    body: str
    values: Dict[Tuple[str, str], Optional[str]]  # of the parameters, by their loc
    shapes: Dict[Tuple[str, str], Shape]
    model: Optional[type]


def to_json(value: Any) -> str:
    def written(other: Any) -> str:
        return f"{MARK}{other.text}{MARK}"

    return re.sub(rf'"{MARK}([^{MARK}]*){MARK}"', r"\1", json.dumps(value, default=written, ensure_ascii=False))


class Generator:
    def __init__(self, seed: int):
        self.chance = random.Random(seed)

    def one(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def body(self, shape: Shape) -> str:
        """Most are spoiled in one to three places."""
        value = self.good(shape)
        for _ in range(self.one(0, 1, 1, 1, 2, 2, 3)):
            value = self.spoiled(shape, value)
        return to_json(value)

    def request(self, method: str, path: str, parameters: Dict[str, Any], model: Optional[type]) -> "Request":
        values: Dict[Tuple[str, str], Optional[str]] = {}
        shapes: Dict[Tuple[str, str], Shape] = {}
        for name, kind in parameters.items():
            plain = name.rstrip("?")
            where = "path" if "{" + plain + "}" in path else "query"
            shapes[where, plain] = Shape((kind,), required=name == plain)
            values[where, plain] = self.parameter(kind, where, optional=name != plain)
        target = re.sub(r"{(\w+)}", lambda found: quote(values["path", found[1]], safe=""), path)
        query = {name: text for (where, name), text in values.items() if where == "query" and text is not None}
        if self.chance.random() < 0.1:
            query["surprise"] = "x"
        if query:
            target += "?" + "&".join(f"{name}={quote(text, safe='')}" for name, text in query.items())
        return Request(method, target, self.body(Shape(model=model)) if model else "", values, shapes, model)

    def parameter(self, kind: type, where: str, optional: bool) -> Optional[str]:
        """Text, as everything is there; None: left out, which a path cannot."""
        chance = self.chance.random()
        if where == "query" and chance < (0.4 if optional else 0.1):
            return None
        value = self.odd(Shape((kind,))) if chance > 0.7 else self.leaf(kind)
        text = value.text if isinstance(value, Number) else str(value)
        return "1" if where == "path" and (text in ("", ".", "..") or "/" in text) else text

    # What both sides accept.

    def good(self, shape: Shape) -> Any:
        if shape.element is not None:
            return [self.good(shape.element) for _ in range(self.one(0, 1, 1, 2, 3))]
        if shape.model is not None:
            out = {}
            for name, member in members_of(shape.model).items():
                if not member.required and self.chance.random() < 0.3:
                    continue
                null = member.nullable and self.chance.random() < 0.2
                out[name] = None if null else self.good(member)
            if self.chance.random() < 0.1:
                names = list(out)
                self.chance.shuffle(names)
                out = {name: out[name] for name in names}
            return out
        return self.leaf(self.chance.choice(shape.leaves))

    def leaf(self, kind: type) -> Any:
        chance = self.chance
        if get_origin(kind) is Literal:
            return chance.choice(get_args(kind))
        if kind is kinds.Flag:
            return self.one(True, False)
        if issubclass(kind, kinds.Word):
            unknown = issubclass(kind, kinds.AnswerWord) and chance.random() < 0.1
            return self.one("NEWER_WORD", "completed", "ä") if unknown else chance.choice(kind.words)
        if issubclass(kind, (kinds.Currency, kinds.Currency3)):
            return self.one("USD", "LRD", "RWF", "EUR", "XXX", "QQQ")
        if issubclass(kind, kinds.Phone):
            return self.one("231771234567", "12345678", "987654321012345", "250788" + str(chance.randrange(10**6, 10**7)))
        if issubclass(kind, kinds.PhoneOfPasscode):
            return "23177" + str(chance.randrange(10**6, 10**7))
        if issubclass(kind, kinds.PhoneText):
            return self.one("231771234567", "unlisted", "+231 77 123 456", "0771234567", "äöüäöüäö", "☎☎☎☎☎☎☎☎")
        if kind is kinds.Moment:
            return self.one("2026-06-23T10:00:00Z", "2026-06-23T10:00:00.123456+02:00", "2024-02-29T23:59:59.9-11:30",
                            "2026-06-23T10:00:00", "2026-06-23 10:00:00.5")
        if kind is kinds.Uuid:
            return str(uuid.UUID(int=chance.getrandbits(128), version=4))
        if kind is kinds.IdText:
            return str(chance.randrange(1, 10**self.one(1, 3, 18)))
        if kind is kinds.PredictedAmount:
            return self.one("100.00", "0.01", "25", "1e2")
        if kind is kinds.DecimalText:
            return self.one("0.00", "12.50", "-3.1", "190.25", "7", "0.000694", str(chance.randrange(10**15)) + ".01")
        if kind in (kinds.Id, kinds.Quantity):
            return chance.randrange(1, 10**self.one(1, 3, 18))
        if kind in (kinds.WholeAmount, kinds.PayableWhole):
            return chance.randrange(1, 10**self.one(1, 4, 12))
        if kind is kinds.Whole:
            return self.one(0, 60, 3600, -1, 2**63 - 1, -(2**63))
        if kind is kinds.IdFraction:
            return Number(self.one("55.0", "7.00", "1E2"))
        if issubclass(kind, float):
            return Number(self.one("0.01", "100.00", "1234567890123.45", "1e2", "0.10", "25.5", "2.5E+3", "99999999.99"))
        return self.text()

    def text(self) -> str:
        return self.one("", "a", "Grace Johnson", "Ünïcödé ☃ 𝄞", 'quote " backslash \\ slash /', "\t\n\r\x01\x7f", "null",
                        "\u2028\ufeff", "x" * self.chance.randrange(300))

    # What at least one of them may refuse.

    def spoiled(self, shape: Shape, value: Any) -> Any:
        places = [(path, member) for path, member, _, _ in places_of(shape, value) if path]
        if not places or self.chance.random() < 0.01:
            return self.wrong_type()
        path, member = self.chance.choice(places)
        owner = value
        for step in path[:-1]:
            owner = owner[step]
        last = path[-1]
        what = self.chance.random()
        if what < 0.15:
            if isinstance(owner, list) or last in owner:
                del owner[last]
        elif what < 0.25:
            owner[last] = None
        elif what < 0.40:
            owner[last] = self.wrong_type()
        elif what < 0.48 and isinstance(owner, dict):
            owner[self.one("surprise", "data", "Id", last + "_", " " + last, "")] = self.wrong_type()
        else:
            owner[last] = self.odd(member)
        return value

    def wrong_type(self) -> Any:
        return self.one(None, True, False, 0, 1, 55, Number("55.0"), Number("18.9"), "", "55", "true", "100.00", [], {},
                        [1], ["a"], [["id", 1]], {"id": 1}, {"a": {"b": []}}, [{}])

    def odd(self, shape: Shape) -> Any:
        """The right type, mostly, and a value at or beyond a bound."""
        if shape.element is not None:
            return self.one([], [self.wrong_type()], [self.good(shape.element), self.wrong_type()], {"0": 1})
        if shape.model is not None:
            return {} if self.chance.random() < 0.5 else {"id": self.wrong_type(), "name": self.wrong_type()}
        kind = self.chance.choice(shape.leaves)
        if get_origin(kind) is Literal or kind is not kinds.Flag and issubclass(kind, kinds.Word):
            words = get_args(kind) or kind.words
            word = self.chance.choice(words)
            return self.one(word.lower(), word + " ", " " + word, word[:-1], "UNKNOWN", "", word + "\0", "CUSTOMER,FRIEND")
        if kind is kinds.Flag:
            return self.one("true", "false", 0, 1, Number("1.0"), "", "yes")
        if kind is kinds.Moment:
            return self.odd_moment()
        if issubclass(kind, (int, float)) or kind in (kinds.DecimalText, kinds.PredictedAmount):
            number = self.odd_number()
            return self.one(number, number, number.text, "", "1,5", ".5", "5.", "0x10", "NaN", " 5")
        if issubclass(kind, kinds.IdText):
            return self.one("0", "-5", "007", "5.0", "1e3", "abc", "", " 5", "9223372036854775807", "9223372036854775808",
                            "5\0", 5, "12345678901234567890123")
        if issubclass(kind, (kinds.Currency, kinds.Currency3)):
            return self.one("usd", "US", "USDX", "", "U$D", "ÜSD", "€€€", "US ", "USD\n", "U\0D", "Usd", "𝄞𝄞𝄞")
        if issubclass(kind, (kinds.Phone, kinds.PhoneText)):
            return self.one("+231771234567", "0771234567", "1234567", "1234567890123456", "231771234567\n", "23177 123 456",
                            "", "٢٣١٧٧١٢٣٤", "2317712345a7", "12345678", "123456789012345", "äöüäöüä", "1234567\0")
        if kind is kinds.Uuid:
            return self.odd_uuid()
        return self.one("\0", "a\0b", "", "☃" * 300, self.text())

    def odd_number(self) -> Number:
        return Number(self.one("0", "-0", "0.0", "-0.00", "1", "-1", "0.01", "0.0100", "0.009", "0.0099999999999999999",
                               "1e-2", "9e-3", "0.99", "1.5", "55.0", "1e2", "1E400", "-1e400", "1e-400", "1e38", "1e37",
                               "9" * 38, "9" * 39, "0." + "0" * 37 + "1", "0." + "0" * 38 + "1", "1" + "0" * 45,
                               "9223372036854775807", "9223372036854775808", "-9223372036854775808",
                               "-9223372036854775809", "18446744073709551616", "123456789012345678901234567890.12",
                               "0.1000000000000000055511151231257827021181583404541015625"))

    def odd_moment(self) -> str:
        return self.one("", "2026-06-23", "10:00:00", "2026-06-23T10:00Z", "2026-6-3T10:00:00Z", "2026-06-23t10:00:00z",
                        "2026-02-29T10:00:00Z", "2026-13-01T00:00:00Z", "2026-06-31T00:00:00Z", "2026-06-23T24:00:00Z",
                        "2026-06-23T10:60:00Z", "2026-06-23T23:59:60Z", "2026-06-23T10:00:00+0200", "2026-06-23T10:00:00+02",
                        "2026-06-23T10:00:00.Z", "2026-06-23T10:00:00.123456789Z", "2026-06-23T10:00:00.1234567891Z",
                        "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2026-06-23T10:00:00+24:00", "1750672800",
                        "2026-06-23T10:00:00Z ", "2026-06-23T10:00:00Z\n", "2026-06-23T10:00:00\0", "yesterday", "1e9",
                        "2026-06-23T10:00:00 Z", "+2026-06-23T10:00:00Z", "1750672800.5", "٢٠٢٦-06-23T10:00:00Z")

    def odd_uuid(self) -> str:
        good = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        return self.one(good.upper(), good.replace("-", ""), "{" + good + "}", "urn:uuid:" + good, good[:-1], good + "0",
                        str(uuid.UUID(int=0)), str(uuid.UUID(int=self.chance.getrandbits(128), version=1)),
                        good[:14] + "7" + good[15:], good[:19] + "c" + good[20:], good[:-1] + "g", "", good + "\n",
                        good[:-1] + "\0", "ref-1")
