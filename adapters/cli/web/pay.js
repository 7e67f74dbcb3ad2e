// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.

// The payment page; under /receipt/ it shows what was paid and takes no payment. The sandbox's state decides what is
// shown; the page asks for it every second and after every act. It keeps nothing but what has no meaning to the sandbox:
// that a person wants to try again, or lets the phone ring.

import { ask, by, element, everySecond, money, reason, Refused, say, webAddress } from './common.js';

const token = location.pathname.split('/')[2] ?? '';
const page = `pages/${token}`;
const isReceipt = location.pathname.startsWith('/receipt/');
const form = by('choose');
const views = [...document.querySelectorAll('[data-view]')];
const viewOf = {
  OPEN: 'choose',
  WANTS_APPROVAL: 'approval',
  WANTS_ACTION: 'action',
  PROCESSING: 'processing',
  PAID: 'paid',
  DECLINED: 'declined',
  EXPIRED: 'notice',
  CANCELED: 'notice',
  NO_RECEIPT: 'notice',
};
const notices = {
  EXPIRED: ['This page has expired', 'It can no longer be paid here. The shop can make a new one.'],
  CANCELED: ['This was canceled', 'The shop does not want it to be paid any more.'],
  NO_RECEIPT: ['There is no receipt yet', 'It will be here once this has been paid.'],
};
const stateOf = (p) => (isReceipt && !['PAID', 'CANCELED'].includes(p.state) ? 'NO_RECEIPT' : p.state);

let shown = ''; // the state, and whether the form is open again
let current = null; // what the sandbox last said
let price = null; // of the means that are chosen
let asked = 0; // counts what the form has said
let predicting = false; // what that costs is being asked for
let wished = false; // Pay was pressed, and waits for what it costs or for an act
let tried = 0; // what the form said when the last act began
let again = false; // a declined payment is being tried again
let hangs = false;
let busy = false;
let acted = 0; // acts begun and ended: what was asked before one has ended is old after it

const plural = (text) => [...document.querySelectorAll(`[data-say="${text}"]`)];
const tell = (name, text) => plural(name).forEach((node) => say(node, text));
const means = () => form.elements.means.value;
const phoneDigits = () => by('phone').value.replace(/[\s().+-]/g, '');
const canBePhone = (text) => /^[1-9]\d{7,14}$/.test(text);

function dateText(text) {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(text)) + ' UTC';
}

// ---- the receipt

function showItems(p) {
  const rows = p.items.map((item) => {
    const name = item.qty === 1 ? item.name : `${item.qty} × ${item.name}`;
    return element('li', {}, element('span', {}, name), element('span', { class: 'number' }, money(item.amount, p.currency)));
  });
  by('items').replaceChildren(...rows);
}

/** What was paid or is being paid, else what the chosen means would cost. */
function showSums(p) {
  const closed = stateOf(p) in notices;
  const settled = !closed && p.payment && !['OPEN', 'DECLINED'].includes(p.state);
  const sums = settled ? p.payment.price : closed ? null : price;
  const total = sums ? money(sums.payer_amount, sums.payer_currency) : money(p.total_amount, p.currency);
  say(by('due-label'), p.state === 'PAID' ? 'Paid' : closed ? 'Amount' : 'To pay');
  say(by('due'), total);
  say(by('amount'), money(p.total_amount, p.currency));
  say(by('fees'), sums ? money(sums.fees, p.currency) : '–');
  say(by('fees-note'), p.fee_bearer === 'PAYEE' ? '(the shop’s)' : '');
  say(by('total'), sums ? total : '–');
  say(by('rate'), sums?.fx_rate ? `${p.currency} 1 = ${sums.payer_currency} ${sums.fx_rate}` : '');
  say(by('pay'), sums ? `Pay ${total}` : 'Pay');
  tell('total', total);
}

function showReceipt(p) {
  const kind = p.source_type === 'ORDER' ? 'Order' : 'Invoice';
  if (by('document').textContent === '') showItems(p);
  say(by('merchant'), p.merchant_name);
  say(by('initial'), [...p.merchant_name][0] ?? '');
  say(by('document'), `${kind} ${p.source_number}`);
  say(by('note'), p.note);
  say(by('until'), p.expires_at && ['OPEN', 'DECLINED'].includes(stateOf(p)) ? `Open until ${dateText(p.expires_at)}` : '');
  tell('merchant', p.merchant_name);
  for (const link of document.querySelectorAll('[data-leave]')) {
    const address = webAddress(link.dataset.leave === 'success' ? p.success_url : p.cancel_url);
    if (address) link.href = address;
  }
  showSums(p);
}

function showPayment(p) {
  const made = p.payment;
  if (!made) return;
  const card = made.price.payment_method === 'CREDIT_CARD';
  tell('carrier', `${made.price.carrier} Mobile Money`);
  tell('number', made.number);
  tell('message', made.message ? `${made.message}.` : 'The payment failed.');
  tell('receipt', made.provider_transaction_id ?? '–');
  tell('with', card ? `${made.price.carrier} ••••\u00a04242` : `${made.price.carrier} ${made.number}`);
  if (p.paid_at) tell('paid-at', dateText(p.paid_at));
}

// ---- the views

function notice(heading, text) {
  say(by('notice-heading'), heading);
  say(by('notice'), text);
}

/** The first view takes no focus; each later one does, since the control that had it is gone. */
function showView(name, key) {
  if (shown === key) return;
  const first = shown === '';
  shown = key;
  say(by('trouble'), '');
  wish(false);
  for (const view of views) view.toggleAttribute('data-shown', view.dataset.view === name);
  const heading = views.find((view) => view.dataset.view === name).querySelector('h2');
  document.title = `${heading.textContent} · ${by('merchant').textContent || 'Payment'}`;
  if (!first) {
    heading.focus({ preventScroll: true });
    heading.closest('.panel').scrollIntoView({ block: 'nearest' });
    say(by('said'), heading.textContent);
  }
}

function show(p) {
  const first = current === null;
  current = p;
  if (p.state !== 'DECLINED') again = false;
  if (p.state !== 'WANTS_APPROVAL') setHanging(false);
  if (first && p.payer_phone) by('phone').value = p.payer_phone;
  const state = stateOf(p);
  if (notices[state]) notice(...notices[state]);
  if (first) say(by('paid-heading'), p.state === 'PAID' && !isReceipt ? 'Already paid' : 'Paid');
  by('receipt').hidden = false;
  showReceipt(p);
  showPayment(p);
  showView(again ? 'choose' : viewOf[state], again ? 'again' : state);
  by('main').setAttribute('aria-busy', 'false');
  if (first) showPrice();
}

function setHanging(yes) {
  hangs = yes;
  say(by('hangs'), hangs ? 'The phone rings on. To the shop this is PROCESSING, until you answer.' : '');
}

// ---- what it costs

function hint(text, wrong) {
  say(by('operator'), text);
  by('operator').toggleAttribute('data-wrong', wrong);
  by('phone').setAttribute('aria-invalid', wrong ? 'true' : 'false');
}

/** Also carries out the wish to pay that came meanwhile. A wish is for what the form said: another word takes it back. */
async function showPrice() {
  const turn = ++asked;
  const phone = phoneDigits();
  wish(false);
  for (const part of form.querySelectorAll('[data-means]')) part.toggleAttribute('data-shown', part.dataset.means === means());
  let found = null;
  let wrong = null;
  if (means() === 'CARD' || canBePhone(phone)) {
    predicting = true;
    try {
      found = await ask(`${page}/price?means=${means()}${means() === 'CARD' ? '' : `&phone=${phone}`}`);
    } catch (error) {
      wrong = error;
    }
    if (turn !== asked) return;
  }
  predicting = false;
  price = found;
  const why = wrong instanceof Refused ? reason(wrong) : '';
  if (means() === 'MOBILE_MONEY') hint(found ? `${found.carrier} ${countryName(found.country)}` : why, why !== '');
  showSums(current);
  if (!wished) return;
  if (found) {
    pay();
  } else {
    wish(false);
    tellWhy(wrong, true);
  }
}

function countryName(code) {
  try {
    return new Intl.DisplayNames('en', { type: 'region' }).of(code);
  } catch {
    return code ?? '';
  }
}

// ---- what a person does

function wish(yes) {
  wished = yes;
  by('pay').setAttribute('aria-disabled', String(busy || wished));
}

/** What is wrong with the phone is told beside it, if it still stands there; all else below. */
function tellWhy(error, standsThere) {
  if (standsThere && error instanceof Refused && error.where.some((one) => one.endsWith('.phone'))) {
    hint(reason(error), true);
    by('phone').focus();
  } else {
    say(by('trouble'), reason(error));
  }
}

/** One act at a time: a second click while the first is on its way does nothing. */
async function act(request) {
  if (busy) return;
  busy = true;
  ++acted;
  tried = asked;
  wish(false);
  say(by('trouble'), '');
  try {
    await request();
    show(await ask(page));
  } catch (error) {
    tellWhy(error, tried === asked);
  }
  busy = false;
  ++acted;
  if (wished) pay();
  else wish(false);
}

/** Now, or as soon as it is known what it costs and nothing else is on its way; what is on its way is not paid twice. */
function pay() {
  const phone = phoneDigits();
  if (means() === 'MOBILE_MONEY' && !canBePhone(phone)) {
    hint('Write 8 to 15 digits, the country’s first.', true);
    by('phone').focus();
    return;
  }
  if (busy && tried === asked) return;
  if (!busy && !predicting && !price) showPrice();
  if (busy || predicting) {
    wish(true);
    return;
  }
  act(async () => {
    await ask(`${page}/pay`, means() === 'CARD' ? { means: 'CARD' } : { means: 'MOBILE_MONEY', phone });
    again = false;
  });
}

const answerAsPayer = (approved) =>
  act(() => ask(`executions/${current.payment.reference_id}/action?approved=${approved}`, {}));

const acts = {
  approve: () => answerAsPayer(true),
  decline: () => answerAsPayer(false),
  hang: () => setHanging(true),
  again: () => {
    again = true;
    show(current);
  },
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  pay();
});
form.addEventListener('input', showPrice);
for (const control of document.querySelectorAll('[data-act]')) control.addEventListener('click', acts[control.dataset.act]);

everySecond(async () => {
  const before = acted;
  try {
    const p = await ask(page);
    if (!busy && before === acted) show(p);
  } catch (error) {
    if (busy || before !== acted) return;
    if (error instanceof Refused && error.status === 404) {
      notice('There is no such page', 'Look whether the address is whole.');
    } else if (error instanceof Refused) {
      notice('This cannot be paid here', `${error.message}.`);
    } else {
      notice('The sandbox does not answer', 'This page goes on by itself once it does.');
    }
    by('receipt').hidden = current === null;
    showView('notice', `trouble ${by('notice-heading').textContent}`);
    by('main').setAttribute('aria-busy', 'false');
  }
});
