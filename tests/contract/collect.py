# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
"""collect.py SANDBOX_URL: one collection by a client that is not ours, with nothing but Python's own urllib."""
import json
import sys
import time
import uuid
from decimal import Decimal
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

base = sys.argv[1] + "/v1"
token = None
open_url = build_opener(ProxyHandler({})).open  # the sandbox is on this machine, whatever proxy is set


def call(method, target, body=None):
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        headers["Content-Type"] = "application/json"
    request = Request(base + target, None if body is None else json.dumps(body).encode(), headers, method=method)
    try:
        with open_url(request, timeout=20) as answer:
            return json.load(answer, parse_float=Decimal)
    except HTTPError as refusal:
        sys.exit(f"{method} {target}: {refusal.code} {refusal.read().decode()}")


token = call("POST", "/jwt/client/obtain/token", {"client_id": "sandbox", "client_secret": "sandbox-secret"})["access_token"]
party = call("POST", "/parties/create", {"fullname": "Ünal Ødegård", "phone": "231881234567"})
counterparty = call("POST", "/counterparties/create", {"relationship_type": "CUSTOMER", "party_id": party["id"]})
invoice = call("POST", "/invoices/create", {"counterparty_id": counterparty["id"], "currency": "USD", "note": "from Python",
                                            "fee_bearer": "PAYEE", "as_payment_link": False, "reference_id": None})
call("POST", f"/invoices/{invoice['id']}/items/add", {"name": "Lamp", "currency": "USD", "qty": 3, "amount": 8.35})
call("PUT", f"/invoices/publish/{invoice['id']}")
account = call("POST", "/payment-accounts/create?operation_type=COLLECTION",
               {"account_name": "Ünal", "provider": "PAWAPAY", "method": "ORANGE_MONEY_LBR", "party_id": party["id"]})
session = call("POST", "/sessions/checkout", {"source_id": invoice["id"], "source_type": "INVOICE"})
reference_id = str(uuid.uuid4())
execution = call("POST", "/executions/collection", {"session_id": str(session["id"]), "currency": "USD",
                                                    "payment_account_id": str(account["id"]), "reference_id": reference_id})
polls = 0
while execution["status"] != "COMPLETED" and polls < 200:
    time.sleep(0.05)
    polls += 1
    execution = call("GET", f"/status/collection/{reference_id}")
source = call("GET", f"/status/source?source_type=INVOICE&source_id={invoice['id']}")
receipt = call("GET", f"/invoices/receipt/{invoice['id']}")
if source["status"] != "PAID":
    sys.exit(f"the source is {source['status']}, not PAID")
if receipt["total_amount"] != Decimal("25.05") or receipt["invoice_number"] != invoice["invoice_number"]:
    sys.exit(f"the receipt is of something else: {receipt}")
print(f"python: source={source['status']} total={receipt['total_amount']} receipt={receipt['invoice_number']}")
