# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""The leaves of the contract's schemas, as strict as pydantic can be.

What two leaves validate alike may still be two kinds: a kind also says what a good value looks like (for bodies.py) and
in which reasoned way our reader is stricter or more tolerant than the contract (for reasons.py). None of that changes
what pydantic accepts: it holds the contract alone.
"""
from typing import Literal, Optional, Union

from pydantic import BaseModel, ConstrainedFloat, ConstrainedInt, ConstrainedStr, StrictBool, StrictFloat, StrictInt
from pydantic import StrictStr
from pydantic.datetime_parse import parse_datetime
from pydantic.errors import DateTimeError, DictError, StrError


class Schema(BaseModel):
    """An object is an object: pydantic 1 alone would also take a list of pairs or an empty text for one."""

    @classmethod
    def validate(cls, value):
        if not isinstance(value, dict):
            raise DictError()
        return cls(**value)


class Text(StrictStr):
    pass


Flag = StrictBool


class Whole(StrictInt):
    pass


class Id(StrictInt):
    pass


class Quantity(StrictInt):
    pass


class IdText(StrictStr):
    """an id as the executions carry it"""


class Uuid(StrictStr):
    """plain text in the contract; a UUID of version 4 by description"""


class Currency(StrictStr):
    """without any length in the contract"""


class Currency3(ConstrainedStr):
    strict = True
    min_length = 3
    max_length = 3


class Phone(ConstrainedStr):
    """The contract's pattern is ECMA's, so its \\d is ASCII and its $ is the very end."""

    strict = True
    min_length = 8
    max_length = 15
    regex = r"^[1-9][0-9]{7,14}\Z"


class PhoneText(ConstrainedStr):
    """a phone of an answer: its length alone"""

    strict = True
    min_length = 8
    max_length = 15


class PhoneOfPasscode(PhoneText):
    """the same length alone, in a request"""


class Moment:
    """string, date-time; what pydantic takes for one, but a number is none"""

    @classmethod
    def __get_validators__(cls):
        yield cls.check

    @classmethod
    def check(cls, value):
        if not isinstance(value, str):
            raise StrError()
        if value.replace(".", "", 1).lstrip("+-").isdigit():
            raise DateTimeError()
        return parse_datetime(value)

    @classmethod
    def __modify_schema__(cls, schema):
        schema.update(type="string", format="date-time")


# Numbers: each union is the contract's own.


class Fraction(StrictFloat):
    pass


class WholeAmount(StrictInt):
    pass


class PayableFraction(ConstrainedFloat):
    strict = True
    ge = 0.01


class PayableWhole(ConstrainedInt):
    strict = True
    ge = 1


class EitherFraction(StrictFloat):
    """a number of which other parts of the API write a text"""


class EitherPayableFraction(PayableFraction):
    pass


class IdFraction(StrictFloat):
    """an id that the contract calls a number as well"""


Amount = Union[Fraction, WholeAmount]
Payable = Union[PayableFraction, PayableWhole]
EitherAmount = Union[EitherFraction, WholeAmount]
EitherPayable = Union[EitherPayableFraction, PayableWhole]
NumberOrId = Union[IdFraction, Id]


class DecimalText(StrictStr):
    """an amount, a rate or a percentage that the contract writes as text"""


class PredictedAmount(Text):
    """a number of a query, which is text there; the contract declares no minimum"""


# Words: plain text in the contract's bodies. An answer's word may be any; a request's is one of these here.


class Word(StrictStr):
    words = ()


class AnswerWord(Word):
    pass


class SourceType(Word):
    words = ("INVOICE", "ORDER", "SUBSCRIPTION")


class SourceKind(Word):
    words = ("INVOICE", "ORDER")


class FeeBearer(Word):
    words = ("PAYER", "PAYEE")


class Relationship(Word):
    words = ("CUSTOMER", "FRIEND", "DONOR", "DONEE", "FAMILY", "EMPLOYEE", "SUPPLIER", "CONTACT", "SERVICE_PROVIDER",
             "PARTNER", "BENEFICIARY", "SELF")


class AnyRelationship(AnswerWord):
    words = Relationship.words


class AnySourceType(AnswerWord):
    words = SourceType.words


class AnyFeeBearer(AnswerWord):
    words = FeeBearer.words


class AnyOperation(AnswerWord):
    words = ("COLLECTION", "PAYOUT", "TRANSFER", "REFUND")


class AnyMethod(AnswerWord):
    words = ("MTN_MOMO_LBR", "ORANGE_MONEY_LBR", "AIRTEL_RWA", "MTN_MOMO_RWA", "ORANGE_MONEY_RWA", "CREDIT_CARD",
             "WALLET")


class AnyProvider(AnswerWord):
    words = ("MTN_MOMO_LBR", "ORANGE_MONEY_LBR", "PAWAPAY", "STRIPE", "PLATFORM")


class QueryMethod(AnyMethod):
    """enforced by the contract; our reader lets one pass that is newer than itself"""


class QueryProvider(AnyProvider):
    """the same"""


class QueryCurrency(Currency3):
    """with the contract's pattern"""


class AnyOwner(AnswerWord):
    words = ("USER", "MICRO_ORGANIZATION", "ORGANIZATION")


class AnyMerchant(AnswerWord):
    words = ("MICRO_ORGANIZATION", "ORGANIZATION")


class AnySourceStatus(AnswerWord):
    words = ("IDLE", "ACTIVE", "PROCESSING", "PAID", "CANCELED")


class SourceStatus(Word):
    """of the lists' filter"""

    words = AnySourceStatus.words


class AnyExecutionStatus(AnswerWord):
    words = ("PENDING", "PROCESSING", "COMPLETED", "FAILED")


class AnyMode(AnswerWord):
    words = ("HOSTED",)


# The only enumeration that the contract enforces in a body.
RelationshipEnum = Literal["CUSTOMER", "FRIEND", "DONOR", "DONEE", "FAMILY", "EMPLOYEE", "SUPPLIER", "CONTACT",
                           "SERVICE_PROVIDER", "PARTNER", "BENEFICIARY", "SELF"]

__all__ = [name for name in dir() if name[0].isupper()]
