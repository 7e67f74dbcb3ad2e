# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""A few operations as FastAPI routes, for what a body alone cannot show: loc[0] of paths and queries.

A parameter is declared as the contract declares it; beside it stands the kind that it is to our reader.
"""
import asyncio
from typing import Any, Callable, Dict, FrozenSet, List, Literal, Optional, Tuple
from urllib.parse import unquote

from fastapi import FastAPI, Query

import asked
import kinds

Version = Literal["v1"]
Operation = Literal["COLLECTION", "PAYOUT", "TRANSFER", "REFUND"]
Source = Literal["INVOICE", "ORDER", "SUBSCRIPTION"]
Method = Literal["MTN_MOMO_LBR", "ORANGE_MONEY_LBR", "AIRTEL_RWA", "MTN_MOMO_RWA", "ORANGE_MONEY_RWA", "CREDIT_CARD", "WALLET"]
Provider = Literal["MTN_MOMO_LBR", "ORANGE_MONEY_LBR", "PAWAPAY", "STRIPE", "PLATFORM"]
Bearer = Literal["PAYER", "PAYEE"]
Owner = Literal["USER", "MICRO_ORGANIZATION", "ORGANIZATION"]
CURRENCY = dict(min_length=3, max_length=3, regex=r"^[A-Z]{3}\Z")
PHONE = dict(min_length=8, max_length=15, regex=kinds.Phone.regex)

app = FastAPI()


@app.get("/{version}/parties/list")
async def list_parties(version: Version, fullname: Optional[str] = None):
    pass


@app.get("/{version}/parties/retrieve/{id}")
async def retrieve_party(version: Version, id: str):
    pass


@app.get("/{version}/invoices/list")
async def list_invoices(version: Version, currency: Optional[str] = None, status: Optional[str] = None):
    pass


@app.post("/{version}/invoices/{invoice_id}/items/add")
async def add_invoice_item(version: Version, invoice_id: str, body: asked.AddInvoiceItemPayload):
    pass


@app.put("/{version}/orders/{order_id}/items/{id}/update")
async def update_order_item(version: Version, order_id: str, id: str, body: asked.UpdateOrderItemPayload):
    pass


@app.get("/{version}/status/payout/{reference_id}")
async def status_payout(version: Version, reference_id: str):
    pass


@app.get("/{version}/status/source")
async def status_source(version: Version, source_type: Source, source_id: int):
    pass


@app.post("/{version}/payment-accounts/create")
async def create_payment_account(version: Version, operation_type: Operation, body: asked.CreatePaymentAccountPayload):
    pass


@app.get("/{version}/predictions/amount-and-fees")
async def predict(version: Version, base_amount: float, payment_method: Method, operation_type: Operation,
                  provider: Provider, fee_bearer: Bearer, base_currency: str = Query(..., **CURRENCY),
                  target_currency: str = Query(..., **CURRENCY), owner_type: Optional[Owner] = None,
                  owner_id: Optional[int] = None):
    pass


@app.get("/{version}/predictions/mmo-provider-info")
async def predict_mmo(version: Version, operation_type: Operation, phone: str = Query(..., **PHONE)):
    pass


# Method, path, what our reader takes each parameter for (a question mark: optional), and the body's model.
ROUTES: List[Tuple[str, str, Dict[str, Any], Optional[type]]] = [
    ("GET", "/parties/list", {"fullname?": kinds.Text}, None),
    ("GET", "/parties/retrieve/{id}", {"id": kinds.IdText}, None),
    ("GET", "/invoices/list", {"currency?": kinds.Currency, "status?": kinds.SourceStatus}, None),
    ("POST", "/invoices/{invoice_id}/items/add", {"invoice_id": kinds.IdText}, asked.AddInvoiceItemPayload),
    ("PUT", "/orders/{order_id}/items/{id}/update", {"order_id": kinds.IdText, "id": kinds.IdText}, asked.UpdateOrderItemPayload),
    ("GET", "/status/payout/{reference_id}", {"reference_id": kinds.Uuid}, None),
    ("GET", "/status/source", {"source_type": Source, "source_id": kinds.IdText}, None),
    ("POST", "/payment-accounts/create", {"operation_type": Operation}, asked.CreatePaymentAccountPayload),
    ("GET", "/predictions/amount-and-fees",
     {"base_amount": kinds.PredictedAmount, "payment_method": kinds.QueryMethod, "operation_type": Operation,
      "provider": kinds.QueryProvider, "fee_bearer": Bearer, "base_currency": kinds.QueryCurrency, "target_currency": kinds.QueryCurrency, "owner_type?": Owner,
      "owner_id?": kinds.IdText}, None),
    ("GET", "/predictions/mmo-provider-info", {"operation_type": Operation, "phone": kinds.Phone}, None),
]


async def exchange(method: str, target: str, body: str) -> Tuple[int, bytes]:
    """One request to the app, as a server would hand it over."""
    path, _, query = target.partition("?")
    sent: List[Dict[str, Any]] = []

    async def receive() -> Dict[str, Any]:
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    async def send(message: Dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
             "path": unquote("/v1" + path), "raw_path": ("/v1" + path).encode(), "query_string": query.encode(),
             "root_path": "", "headers": [(b"content-type", b"application/json")], "client": None, "server": None}
    await app(scope, receive, send)
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent[1:])


def answers(requests: List[Tuple[str, str, str]]) -> List[Tuple[int, bytes]]:
    async def all_of_them() -> List[Tuple[int, bytes]]:
        return [await exchange(*request) for request in requests]

    return asyncio.run(all_of_them())
