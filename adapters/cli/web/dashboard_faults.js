// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.

// The fault switches of the dashboard. What the selects show is what the sandbox has said; one that is being used, or whose
// change is on its way, is left alone until it is let go and answered.

import { ask, by, element, reason, say, words } from './common.js';

const choices = [0, 1000, 2000, 10000, 50000, 200000, 500000, 1000000];
const share = (perMillion) => (perMillion === 0 ? 'off' : `${perMillion / 10000} %`);

// As in fault.hpp: does the request take effect?
const groups = [
  ['Without effect', 'REFUSED_CONNECTION'],
  ['With effect', 'LOST_ANSWER'],
  ['With effect, later', 'LATE_REQUEST'],
];

const selects = new Map(); // by "kind NAME"
const unanswered = new Map(); // the last change of each select that is on its way
let said = null; // what the sandbox last said
let changes = 0; // begun and ended: what was read before one has ended is old after it
let queue = Promise.resolve();
let complain = () => {};

/** One after another, since two on their way could overtake each other. What is refused is set back before that is told. */
function change(request, select) {
  const mine = ++changes;
  if (select) unanswered.set(select, mine);
  complain('');
  queue = queue.then(async () => {
    let why = '';
    let now;
    try {
      now = await request();
    } catch (error) {
      why = reason(error);
      now = said;
    }
    ++changes;
    if (unanswered.get(select) === mine) unanswered.delete(select);
    if (now) show(now, select);
    if (why) complain(why);
  });
}

function makeSelect(kind, member, name, label) {
  const select = element('select', { 'aria-label': label });
  for (const one of choices) select.append(element('option', { value: String(one) }, share(one)));
  select.addEventListener('change', () => {
    const row = { [member]: name, per_million: Number(select.value) };
    change(() => ask('faults', { [kind]: [row] }), select);
  });
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
  said = switches;
  if (selects.size === 0) build(switches);
  for (const [kind, member] of [['moves_money', 'fault'], ['others', 'fault'], ['outcomes', 'outcome']]) {
    for (const row of switches[kind]) {
      const select = selects.get(`${kind} ${row[member]}`);
      if (unanswered.has(select)) continue;
      if (select === used || document.activeElement !== select) setSelect(select, row.per_million);
    }
  }
  const aims = { ANY: 'the next request', MOVES_MONEY: 'the next execution', OTHERS: 'the next request that is no execution' };
  say(by('planned'), switches.next ? `Planned: ${words(switches.next.fault)}, for ${aims[switches.next.aim]}.` : 'Nothing is planned.');
}

async function read() {
  const before = changes;
  const now = await ask('faults');
  if (before === changes) show(now);
}

export function startSwitches(complaint) {
  complain = complaint;
  const plan = (fault, aim) => change(() => ask('faults/next', { fault, aim }));
  by('plan').addEventListener('submit', (event) => {
    event.preventDefault();
    plan(by('plan-fault').value, by('plan-aim').value);
  });
  by('unplan').addEventListener('click', () => plan('NONE', 'ANY'));
  for (const button of document.querySelectorAll('[data-even]')) {
    button.addEventListener('click', () => change(async () => {
      const now = await ask('faults');
      const all = (rows) => rows.map(({ fault }) => ({ fault, per_million: Number(button.dataset.even) }));
      const calm = now.outcomes.map(({ outcome }) => ({ outcome, per_million: 0 }));
      const fair = button.dataset.even === '0' ? { outcomes: calm } : {};
      return ask('faults', { moves_money: all(now.moves_money), others: all(now.others), ...fair });
    }));
  }
  return read;
}
