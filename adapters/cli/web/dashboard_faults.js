// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.

// The fault switches of the dashboard. What the selects show is what the sandbox has said; one that is being used is left
// alone until it is let go.

import { ask, by, element, Refused, say, words } from './common.js';

const choices = [0, 1000, 2000, 10000, 50000, 200000, 500000, 1000000];
const share = (perMillion) => (perMillion === 0 ? 'off' : `${perMillion / 10000} %`);

// As in fault.hpp: does the request take effect?
const groups = [
  ['Without effect', 'REFUSED_CONNECTION'],
  ['With effect', 'LOST_ANSWER'],
  ['With effect, later', 'LATE_REQUEST'],
];

const selects = new Map(); // by "kind NAME"
let complain = () => {};

async function change(kind, member, name, select) {
  const row = { [member]: name, per_million: Number(select.value) };
  try {
    show(await ask('faults', { [kind]: [row] }), select);
    complain('');
  } catch (error) {
    complain(error instanceof Refused ? `${error.message}.` : 'The sandbox does not answer.');
    show(await ask('faults'), select);
  }
}

function makeSelect(kind, member, name, label) {
  const select = element('select', { 'aria-label': label });
  for (const one of choices) select.append(element('option', { value: String(one) }, share(one)));
  select.addEventListener('change', () => change(kind, member, name, select));
  selects.set(`${kind} ${name}`, select);
  return select;
}

function setSelect(select, perMillion) {
  const value = String(perMillion);
  if (![...select.options].some((option) => option.value === value)) {
    select.append(element('option', { value }, share(perMillion)));
  }
  if (select.value !== value) select.value = value;
  select.toggleAttribute('data-on', perMillion > 0);
}

const heading = (scope, text) => element('th', { scope }, text);

function build(switches) {
  for (const { outcome } of switches.outcomes) {
    const name = words(outcome);
    by('outcomes').append(element('label', {}, element('span', {}, name), makeSelect('outcomes', 'outcome', outcome, name)));
  }
  let rows = null;
  let options = null;
  for (const { fault } of switches.others) {
    const starts = groups.find(([, first]) => first === fault);
    if (starts) {
      options = by('plan-fault').appendChild(element('optgroup', { label: starts[0] }));
      rows = element('tbody');
      const head = element('tr', {}, element('td'), heading('col', 'Executions'), heading('col', 'Other requests'));
      by('faults').append(element('table', {}, element('caption', {}, starts[0]), element('thead', {}, head), rows));
    }
    const name = words(fault);
    options.append(element('option', { value: fault }, name));
    rows.append(element('tr', {}, heading('row', name),
      element('td', {}, makeSelect('moves_money', 'fault', fault, `${name}, executions`)),
      element('td', {}, makeSelect('others', 'fault', fault, `${name}, other requests`))));
  }
}

function show(switches, used) {
  if (selects.size === 0) build(switches);
  for (const [kind, member] of [['moves_money', 'fault'], ['others', 'fault'], ['outcomes', 'outcome']]) {
    for (const row of switches[kind]) {
      const select = selects.get(`${kind} ${row[member]}`);
      if (select === used || document.activeElement !== select) setSelect(select, row.per_million);
    }
  }
  const aims = { ANY: 'the next request', MOVES_MONEY: 'the next execution', OTHERS: 'the next request that is no execution' };
  say(by('planned'), switches.next ? `Planned: ${words(switches.next.fault)}, for ${aims[switches.next.aim]}.` : 'Nothing is planned.');
}

async function read() {
  show(await ask('faults'));
}

export function startSwitches(complaint) {
  complain = complaint;
  const careful = (task) => async (event) => {
    event.preventDefault();
    try {
      await task(event);
      complain('');
    } catch (error) {
      complain(error instanceof Refused ? `${error.message}.` : 'The sandbox does not answer.');
    }
  };
  by('plan').addEventListener('submit', careful(async () =>
    show(await ask('faults/next', { fault: by('plan-fault').value, aim: by('plan-aim').value }))));
  by('unplan').addEventListener('click', careful(async () => show(await ask('faults/next', { fault: 'NONE', aim: 'ANY' }))));
  for (const button of document.querySelectorAll('[data-even]')) {
    button.addEventListener('click', careful(async () => {
      const now = await ask('faults');
      const all = (rows) => rows.map(({ fault }) => ({ fault, per_million: Number(button.dataset.even) }));
      const calm = now.outcomes.map(({ outcome }) => ({ outcome, per_million: 0 }));
      const fair = button.dataset.even === '0' ? { outcomes: calm } : {};
      show(await ask('faults', { moves_money: all(now.moves_money), others: all(now.others), ...fair }));
    }));
  }
  return read;
}
