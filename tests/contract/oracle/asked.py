# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""The contract's request schemas, in the order of its operations."""
from typing import List, Optional

from kinds import *


class ClientCredentialObtainTokenPayload(Schema):
    client_id: Text
    client_secret: Text


class CreatePartyPayload(Schema):
    fullname: Text
    phone: Phone
    email: Optional[Text]
    country_code: Optional[Text]


class CreateCounterPartyPayload(Schema):
    relationship_type: RelationshipEnum
    party_id: Optional[Id]


class UpdateCounterPartyPayload(Schema):
    relationship_type: Optional[RelationshipEnum]
    party_id: Optional[Id]


class CreateOrderPayload(Schema):
    counterparty_id: Id
    currency: Currency3
    note: Text
    fee_bearer: FeeBearer
    as_payment_link: Flag
    reference_id: Optional[Text]


class CreateInvoicePayload(CreateOrderPayload):
    due_date: Optional[Moment]


class UpdateOrderPayload(Schema):
    reference_id: Optional[Text]
    note: Optional[Text]
    fee_bearer: Optional[FeeBearer]


class UpdateInvoicePayload(UpdateOrderPayload):
    due_date: Optional[Moment]


class AddInvoiceItemPayload(Schema):
    name: Text
    currency: Currency3
    qty: Quantity
    amount: Payable


class AddOrderItemPayload(AddInvoiceItemPayload):
    pass


class UpdateInvoiceItemPayload(Schema):
    name: Optional[Text]
    qty: Optional[Quantity]
    amount: Optional[Payable]


class UpdateOrderItemPayload(UpdateInvoiceItemPayload):
    pass


class PaymentSourceItemInput(Schema):
    name: Text
    currency: Currency
    amount: Payable


class CreateCheckoutSourceRequestPayload(Schema):
    mode: AnyMode
    source_kind: SourceKind
    party_name: Optional[Text]
    party_phone: Phone
    party_email: Optional[Text]
    party_relationship: Optional[Relationship]
    currency: Currency
    items: List[PaymentSourceItemInput]
    reference_id: Optional[Text]
    note: Optional[Text]
    due_date: Optional[Moment]
    success_url: Optional[Text]
    cancel_url: Optional[Text]
    expires_at: Optional[Moment]
    counterparty_id: Optional[Id]


class CreateCheckoutSessionPayload(Schema):
    source_id: Id
    source_type: SourceType


class CreatePayoutSessionPayload(Schema):
    payout_account_id: Id
    amount: Payable
    currency: Currency3


class CreateTransferSessionPayload(Schema):
    from_wallet_id: Id
    to_counterparty_id: Id
    amount: Payable
    currency: Currency3
    expires_at: Moment


class CreateRefundSessionPayload(Schema):
    original_payment_intent_id: Id
    amount: Payable
    reason: Optional[Text]
    expires_at: Moment


class CheckoutExecutionPayload(Schema):
    session_id: IdText
    payment_account_id: IdText
    currency: Currency3
    reference_id: Uuid


class DollrPaymentModelsVerifyPasscodePayloadVerifyPasscodePayload(Schema):
    user_id: Optional[Text]
    phone: Optional[PhoneOfPasscode]
    code: Text


class WithDevicePayload(Schema):
    name: Text
    type: Text
    platform: Text
    user_agent: Text
    client_ip: Text


class DollrPaymentModelsWithDeviceVerifyPasscodePayloadWithDeviceVerifyPasscodePayload(Schema):
    token: DollrPaymentModelsVerifyPasscodePayloadVerifyPasscodePayload
    device: WithDevicePayload


class PayoutExecutionPayload(Schema):
    session_id: IdText
    payout_account_id: IdText
    reference_id: Uuid
    passcode: DollrPaymentModelsWithDeviceVerifyPasscodePayloadWithDeviceVerifyPasscodePayload


class TransferExecutionPayload(Schema):
    session_id: IdText
    reference_id: Uuid


class RefundExecutionPayload(TransferExecutionPayload):
    pass


class CreatePaymentAccountPayload(Schema):
    account_name: Text
    provider: AnyProvider
    method: AnyMethod
    party_id: Id
    country_code: Optional[Text]
    insensitive_account_number: Optional[Text]


class GetCollectionRealtimeKeyPayload(Schema):
    session_id: Id
    source_type: SourceType
    reference_id: Uuid
