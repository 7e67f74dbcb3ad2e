// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
//
// node collect.mjs SANDBOX_URL: one collection by a client that is not ours, with nothing but Node's own fetch.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const base = process.argv[2] + '/v1';
let token;

async function call(method, target, body) {
    const response = await fetch(base + target, {
        method,
        headers: {
            accept: 'application/json',
            ...(token && { authorization: `Bearer ${token}` }),
            ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.status !== 200) throw new Error(`${method} ${target}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
}

({ access_token: token } = await call('POST', '/jwt/client/obtain/token', { client_id: 'sandbox', client_secret: 'sandbox-secret' }));
const party = await call('POST', '/parties/create', { fullname: 'Grace Johnson', phone: '231771234567' });
const counterparty = await call('POST', '/counterparties/create', { relationship_type: 'CUSTOMER', party_id: party.id });
const invoice = await call('POST', '/invoices/create', {
    counterparty_id: counterparty.id, currency: 'USD', note: 'from Node', fee_bearer: 'PAYER', as_payment_link: false,
});
await call('POST', `/invoices/${invoice.id}/items/add`, { name: 'Lamp', currency: 'USD', qty: 3, amount: 8.35 });
await call('PUT', `/invoices/publish/${invoice.id}`);
const account = await call('POST', '/payment-accounts/create?operation_type=COLLECTION', {
    account_name: 'Grace', provider: 'PAWAPAY', method: 'MTN_MOMO_LBR', party_id: party.id,
});
const session = await call('POST', '/sessions/checkout', { source_id: invoice.id, source_type: 'INVOICE' });
const referenceId = randomUUID();
let execution = await call('POST', '/executions/collection', {
    session_id: String(session.id), payment_account_id: String(account.id), currency: 'USD', reference_id: referenceId,
});
for (let polls = 0; execution.status !== 'COMPLETED' && polls < 200; ++polls) {
    await sleep(50);
    execution = await call('GET', `/status/collection/${referenceId}`);
}
const source = await call('GET', `/status/source?source_type=INVOICE&source_id=${invoice.id}`);
const receipt = await call('GET', `/invoices/receipt/${invoice.id}`);
if (source.status !== 'PAID') throw new Error(`the source is ${source.status}, not PAID`);
if (receipt.total_amount !== 25.05 || receipt.invoice_number !== invoice.invoice_number)
    throw new Error(`the receipt is of something else: ${JSON.stringify(receipt)}`);
console.log(`node: source=${source.status} total=${receipt.total_amount} receipt=${receipt.invoice_number}`);
