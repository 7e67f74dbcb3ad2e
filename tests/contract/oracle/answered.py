# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""The contract's response schemas, in the order of its operations.

A member with a default that is not None may be absent, but not null.
"""
from typing import List, Optional, Union

from pydantic import Field

from kinds import *


class ObtainTokenResponse(Schema):
    access_token: Text
    expires_in: Whole


class RealtimeTokenResponse(ObtainTokenResponse):
    pass


class PartyResponse(Schema):
    id: Id
    fullname: Text
    email: Optional[Text]
    phone: Optional[PhoneText]
    country_code: Optional[Text]
    created_at: Moment
    updated_at: Moment


class CounterPartyResponse(Schema):
    id: Id
    owner_party_type: AnyOwner = ""
    owner_party_id: Id = 0
    relationship_type: AnyRelationship
    party_id: Optional[Id]
    created_at: Moment
    updated_at: Moment


class CounterPartyWithPartyResponse(Schema):
    id: Id
    owner_party_type: AnyOwner
    owner_party_id: Id
    relationship_type: AnyRelationship
    created_at: Moment
    updated_at: Moment
    party: Optional[PartyResponse]


class OrderResponse(Schema):
    id: Id
    reference_id: Optional[Text]
    order_number: Text
    counterparty_id: Id
    currency: Currency3
    total_amount: Amount
    status: AnySourceStatus
    note: Text
    fee_bearer: AnyFeeBearer
    as_payment_link: Flag
    owner_id: Id
    owner_type: AnyOwner
    paid_at: Optional[Moment]
    created_at: Moment
    updated_at: Moment


class InvoiceResponse(Schema):
    id: Id
    reference_id: Optional[Text]
    invoice_number: Text
    counterparty_id: Id
    currency: Currency3
    total_amount: Amount
    status: AnySourceStatus
    note: Text
    fee_bearer: AnyFeeBearer
    due_date: Optional[Moment] = Field(...)
    as_payment_link: Flag
    owner_id: Id
    owner_type: AnyOwner
    paid_at: Optional[Moment]
    created_at: Moment
    updated_at: Moment


class InvoiceItemResponse(Schema):
    id: Id
    name: Text
    currency: Currency3
    qty: Whole
    amount: Payable
    created_at: Moment
    updated_at: Moment


class OrderItemResponse(InvoiceItemResponse):
    pass


class InvoiceDetailResponse(InvoiceResponse):
    invoice_items: Optional[List[InvoiceItemResponse]]
    counterparty: Optional[CounterPartyWithPartyResponse]


class OrderDetailResponse(OrderResponse):
    order_items: Optional[List[OrderItemResponse]]
    counterparty: Optional[CounterPartyWithPartyResponse]


class InvoiceReceiptItemResponse(Schema):
    id: Id
    name: Text
    qty: Whole
    amount: Payable
    currency: Currency3


class OrderReceiptItemResponse(InvoiceReceiptItemResponse):
    pass


class Receipt(Schema):
    """what the receipts of invoices and orders share; no schema of the contract's own"""

    reference_id: Optional[Text]
    currency: Currency3
    total_amount: Amount
    status: AnySourceStatus
    note: Text
    as_payment_link: Flag
    fee_bearer: AnyFeeBearer
    owner_id: Id
    owner_type: AnyOwner
    created_at: Moment
    paid_at: Optional[Moment]
    counterparty_id: Id
    relationship_type: AnyRelationship
    counterparty_name: Text
    counterparty_phone: Text
    counterparty_email: Optional[Text]
    payer_amount: Optional[EitherPayable]
    payer_currency: Optional[Currency3]
    payee_amount: Optional[EitherPayable]
    payee_currency: Optional[Currency3]
    platform_fee: Optional[EitherAmount]
    platform_currency: Optional[Currency3]
    gateway_fee: Optional[EitherAmount]
    gateway_currency: Optional[Currency3]
    fx_fee: Optional[EitherAmount]
    fx_rate: Optional[DecimalText]
    fx_currency_from: Optional[Currency3]
    fx_currency_to: Optional[Currency3]
    payment_provider: Optional[AnyProvider]
    payment_method: Optional[AnyMethod]
    account_name: Optional[Text]
    gateway_confirmed_at: Optional[Moment]
    provider_transaction_id: Optional[Text]


class InvoiceReceiptResponse(Receipt):
    invoice_id: Id
    invoice_number: Text
    due_date: Optional[Moment] = Field(...)
    items: Optional[List[InvoiceReceiptItemResponse]]


class OrderReceiptResponse(Receipt):
    order_id: Id
    order_number: Text
    items: Optional[List[OrderReceiptItemResponse]]


class CreateCheckoutSourceLinkResponse(Schema):
    mode: AnyMode
    source_type: AnySourceType
    source_id: Id
    source_number: Text
    source_status: AnySourceStatus
    counterparty_id: Id
    party_id: Id
    currency: Currency
    total_amount: Amount
    reference_id: Optional[Text]
    due_date: Optional[Moment]
    expires_at: Optional[Moment]
    source_checkout_config_id: Id
    hosted_path_or_token: Optional[Text]
    success_url: Optional[Text]
    cancel_url: Optional[Text]
    url: Text


class CheckoutSessionResponse(Schema):
    id: Id
    payment_account_id: Optional[NumberOrId]
    source_id: Id
    source_type: AnySourceType
    status: Text
    expires_at: Moment
    created_at: Moment
    updated_at: Moment


class PayoutSessionResponse(Schema):
    id: Id
    wallet_id: Id
    payout_account_id: Id
    amount: Payable
    currency: Currency3
    status: Text
    expires_at: Moment
    created_at: Moment
    updated_at: Moment


class TransferSessionResponse(Schema):
    id: Id
    from_wallet_id: Id
    to_counterparty_id: Id
    amount: Payable
    currency: Currency3
    status: Text
    expires_at: Moment
    created_at: Moment
    updated_at: Moment


class RefundSessionResponse(Schema):
    id: Id
    original_payment_intent_id: Id
    amount: Payable
    reason: Optional[Text]
    status: Text
    expires_at: Moment
    created_at: Moment
    updated_at: Moment


class ExecutionResponse(Schema):
    reference_id: Uuid
    provider_transaction_id: Optional[Text]
    status: AnyExecutionStatus
    payer_amount: Amount
    payer_currency: Currency
    payee_currency: Currency
    payee_amount: Amount
    operation_type: AnyOperation
    gateway_message: Optional[Text]
    wallet_message: Optional[Text]
    client_secret: Optional[Text]
    requires_action: Optional[Flag]


class PaymentSourceStatusResponse(Schema):
    source_id: Id
    source_type: AnySourceType
    source_number: Text
    status: AnySourceStatus
    currency: Currency
    total_amount: Amount
    paid_at: Optional[Moment]


class PaymentAccountResponse(Schema):
    id: Id
    account_name: Text
    provider: AnyProvider
    method: AnyMethod
    party_id: Id
    country_code: Optional[Text]
    is_active: Flag
    created_at: Moment
    updated_at: Moment


class LinkResponse(Schema):
    url: Text


class AmountAndFeePredictionResponse(Schema):
    payer_amount: DecimalText
    payer_currency: Currency
    payee_amount: DecimalText
    payee_currency: Currency
    platform_fee: DecimalText
    platform_currency: Currency
    fx_fee: Optional[DecimalText]
    gateway_fee: Optional[DecimalText]
    gateway_currency: Optional[Currency]


class PredictPhonePaymentInfoResponse(Schema):
    carrier: Text
    country: Text
    currencies: List[Text]
    phone: Text
    payment_method: AnyMethod
    gateway_provider: AnyProvider
    operation_type: AnyOperation


class PredictCardPaymentInfoResponse(Schema):
    brand: Optional[Text]
    country: Optional[Text]
    currencies: List[Text]
    payment_method: AnyMethod
    gateway_provider: AnyProvider
    operation_type: AnyOperation = ""


class FeeWithProviderResponse(Schema):
    id: Id
    provider_id: Id
    operation_type: AnyOperation
    payment_method: AnyMethod
    percentage: EitherAmount
    fixed_fee: Optional[EitherAmount]
    fixed_fee_currency: Optional[Currency3]
    effective_from: Optional[Moment]
    effective_to: Optional[Moment]
    created_at: Moment
    updated_at: Moment


class FeeTier(Schema):
    id: Id
    name: Text
    is_default: Flag
    created_at: Moment
    updated_at: Moment


class FeeTierResponse(FeeTier):
    pass


class FeeTierRateResponse(Schema):
    id: Id
    operation_type: AnyOperation
    payment_method: Optional[AnyMethod]
    percentage: DecimalText
    fx_percentage: DecimalText
    fixed_fee: Optional[EitherAmount]
    fixed_fee_currency: Optional[Currency3]
    effective_from: Moment
    effective_to: Optional[Moment]
    created_at: Moment
    tier: Optional[FeeTier]


class MerchantFeeResponse(Schema):
    id: Id
    owner_type: AnyOwner
    owner_id: Id
    assigned_at: Moment
    assigned_by: Optional[Text]
    tier: Optional[FeeTier]


class MerchantInfoResponse(Schema):
    id: Id
    name: Text
    type: AnyMerchant
    email: Optional[Text]
    phone: Optional[PhoneText]


class ValidationError(Schema):
    loc: List[Union[Text, Whole]]
    msg: Text
    type: Text


class HTTPValidationError(Schema):
    detail: List[ValidationError] = []
