// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.

// The dashboard's tables: what their columns are, and rows that change in place. A row is known by its sequence, so that
// a button in it keeps its focus while everything around it changes.

import { by, digits, element, say, words } from './common.js';

const moods = {
  COMPLETED: 'good',
  PAID: 'good',
  ACTIVE: 'calm',
  FAILED: 'bad',
  EXPIRED: 'bad',
  CANCELED: 'bad',
  PENDING: 'wait',
  PROCESSING: 'wait',
};

const clockText = (text) => (text ? text.slice(0, 19).replace('T', ' ') : '');
const amountOf = (value, currency) => `${currency} ${digits(value, currency)}`;

// Kinds of cells: count, text, id, time, amount, status, page, payer.
const column = (title, kind, value) => ({ title, kind, value });

export const tables = {
  executions: {
    title: 'Executions',
    path: 'executions',
    none: 'No execution yet. Run a payment against the base URL above, or open the page of an ACTIVE source.',
    columns: [
      column('#', 'count', (r) => String(r.sequence)),
      column('Status', 'status', (r) => r.status),
      column('The payer', 'payer', (r) => (r.waits_for_payer ? r.reference_id : '')),
      column('Accepted', 'time', (r) => clockText(r.accepted_at)),
      column('Operation', 'text', (r) => words(r.operation_type)),
      column('Payer gives', 'amount', (r) => amountOf(r.payer_amount, r.payer_currency)),
      column('Payee gets', 'amount', (r) => amountOf(r.payee_amount, r.payee_currency)),
      column('Reference', 'text', (r) => r.document_reference ?? r.account_name ?? ''),
      column('Outcome', 'text', (r) => words(r.outcome)),
      column('reference_id', 'id', (r) => r.reference_id),
    ],
  },
  sources: {
    title: 'Sources',
    path: 'sources',
    none: 'No invoice, order or checkout yet.',
    columns: [
      column('#', 'count', (r) => String(r.sequence)),
      column('Number', 'text', (r) => r.source_number),
      column('Status', 'status', (r) => r.status),
      column('Page', 'page', (r) => r.page ?? ''),
      column('Amount', 'amount', (r) => amountOf(r.total_amount, r.currency)),
      column('Payer', 'text', (r) => r.payer_name),
      column('Reference', 'text', (r) => r.document_reference ?? ''),
      column('Created', 'time', (r) => clockText(r.created_at)),
      column('Paid', 'time', (r) => clockText(r.paid_at)),
    ],
  },
  sessions: {
    title: 'Sessions',
    path: 'sessions',
    none: 'No session yet.',
    columns: [
      column('#', 'count', (r) => String(r.sequence)),
      column('Created', 'time', (r) => clockText(r.created_at)),
      column('Id', 'count', (r) => String(r.id)),
      column('Operation', 'text', (r) => words(r.operation_type)),
      column('Status', 'status', (r) => r.status),
      column('Amount', 'amount', (r) => amountOf(r.amount, r.currency)),
      column('Source', 'text', (r) => r.source_number ?? ''),
      column('Expires', 'time', (r) => clockText(r.expires_at)),
      column('Held by', 'id', (r) => r.reference_id ?? ''),
    ],
  },
  ledger: {
    title: 'Ledger',
    path: 'ledger',
    none: 'No money has moved yet.',
    columns: [
      column('#', 'count', (r) => String(r.sequence)),
      column('Charged', 'time', (r) => clockText(r.charged_at)),
      column('Operation', 'text', (r) => words(r.operation_type)),
      column('Payer gave', 'amount', (r) => amountOf(r.payer_amount, r.payer_currency)),
      column('Payee got', 'amount', (r) => amountOf(r.payee_amount, r.payee_currency)),
      column('Party', 'text', (r) => r.party_name),
      column('Phone', 'text', (r) => r.phone),
      column('Source', 'text', (r) => r.source_number ?? ''),
      column('Reference', 'text', (r) => r.document_reference ?? r.account_name ?? ''),
      column('Intent', 'count', (r) => String(r.payment_intent_id)),
      column('reference_id', 'id', (r) => r.reference_id),
    ],
  },
};

export const rowsRead = 1000;
const rowsShown = 250;

/** Writes one cell; what is there already stays. */
const writers = {
  status(cell, text) {
    const chip = cell.firstChild ?? cell.appendChild(element('span', { class: 'chip' }));
    say(chip, text);
    chip.dataset.mood = moods[text] ?? 'calm';
  },
  page(cell, path) {
    if (!path || cell.firstChild) return;
    cell.append(element('a', { href: path, target: '_blank', rel: 'noopener' }, 'Open'));
  },
  payer(cell, reference) {
    if (cell.dataset.of === reference) return;
    cell.dataset.of = reference;
    const button = (label, approved, look) =>
      element('button', { type: 'button', class: look, 'data-approved': approved, 'data-reference': reference }, label);
    cell.replaceChildren(...(reference ? [button('Approve', 'true', ''), button('Decline', 'false', 'plain')] : []));
  },
};

const shown = new Map(); // the rows of the table that is open: by sequence
let columns = [];

export function openTable(name) {
  columns = tables[name].columns;
  shown.clear();
  by('body').replaceChildren();
  by('head').replaceChildren(...columns.map((c) => element('th', { scope: 'col', 'data-kind': c.kind }, c.title)));
  say(by('count'), '');
}

function makeRow() {
  return element('tr', {}, ...columns.map((c) => element('td', { 'data-kind': c.kind })));
}

function fillRow(row, texts) {
  columns.forEach(({ kind }, i) => {
    const cell = row.children[i];
    if (writers[kind]) writers[kind](cell, texts[i]);
    else say(cell, texts[i]);
    if (kind === 'text' && texts[i] && cell.title !== texts[i]) cell.title = texts[i];
  });
}

function emptyRow(text) {
  return element('tr', {}, element('td', { class: 'empty', colspan: String(columns.length) }, element('span', {}, text)));
}

/** The newest first, as many as can be read, and only those that hold what is looked for. */
export function showRows(name, rows, wanted, total) {
  const body = by('body');
  const hadFocus = body.contains(document.activeElement);
  const needle = wanted.trim().toLowerCase();
  const fitting = [];
  for (const row of rows.reverse()) {
    const texts = columns.map((c) => c.value(row));
    if (!needle || texts.some((text) => text.toLowerCase().includes(needle))) fitting.push([row.sequence, texts]);
  }
  const visible = fitting.slice(0, rowsShown);
  const kept = new Set(visible.map(([sequence]) => sequence));
  for (const [sequence, row] of shown) {
    if (kept.has(sequence)) continue;
    row.remove();
    shown.delete(sequence);
  }
  if (visible.length === 0) {
    body.replaceChildren(emptyRow(needle && rows.length ? 'No row has this text.' : tables[name].none));
  } else {
    body.querySelector('.empty')?.parentNode.remove();
  }
  let place = body.firstChild;
  for (const [sequence, texts] of visible) {
    let row = shown.get(sequence);
    if (!row) shown.set(sequence, (row = makeRow()));
    fillRow(row, texts);
    if (row === place) place = row.nextSibling;
    else body.insertBefore(row, place);
  }
  // An answered button is gone: the next Tab begins at the rows, not at the top of the page.
  if (hadFocus && !body.contains(document.activeElement)) body.closest('.scroller').focus({ preventScroll: true });
  const read = rows.length < total ? ` The filter looks through the newest ${rows.length} of ${total}.` : '';
  say(by('count'), fitting.length ? `${visible.length} of ${needle ? fitting.length : total} rows, newest first.${read}` : '');
}
