// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.

// The dashboard: asks the sandbox every second, while somebody looks, for its counters and for what the open tab shows.

import { ask, by, digits, element, everySecond, reason, say } from './common.js';
import { startSwitches } from './dashboard_faults.js';
import { openTable, rowsRead, showRows, tables } from './dashboard_tables.js';

const complain = (text) => say(by('trouble'), text);
const readSwitches = startSwitches(complain);
const tabs = [...Object.keys(tables), 'faults'];
let open = '';

// ---- counters and clock

function tile(list, name, text, mood) {
  let box = list.querySelector(`[data-name="${CSS.escape(name)}"]`);
  if (!box) {
    box = element('div', { 'data-name': name }, element('dt', {}, name), element('dd'));
    list.append(box);
  }
  say(box.lastChild, text);
  if (mood) box.dataset.mood = mood;
  else delete box.dataset.mood;
}

function showHealth(health) {
  const list = by('counters');
  const count = (name, n, mood) => tile(list, name, digits(n, ''), n > 0 ? mood : undefined);
  count('Requests', health.api_requests);
  count('Executions', health.executions);
  count('Unfinished', health.unfinished, 'wait');
  count('Charges', health.charges);
  count('Faults', health.faults, 'wait');
  count('Bad tokens', health.refused_tokens, 'bad');
  count('Bad passcodes', health.refused_passcodes, 'bad');
  for (const wallet of health.wallets) tile(by('wallets'), `Wallet ${wallet.currency}`, digits(wallet.balance, wallet.currency));
  say(by('seed'), health.seed);
}

function showClock(clock) {
  say(by('time'), `${clock.now.slice(0, 10)} ${clock.now.slice(11, 19)} UTC`);
  say(by('speed'), `${clock.speed} ×`);
}

function showLive(is, text) {
  by('live').dataset.is = is;
  say(by('live'), text);
}

// ---- tabs, as the ARIA practices have them: one is reached by Tab, the others by arrows

for (const name of tabs) {
  by('tabs').append(element('button', {
    type: 'button',
    role: 'tab',
    id: `tab-${name}`,
    'aria-controls': name === 'faults' ? 'panel-faults' : 'panel-table',
    'data-tab': name,
  }, tables[name]?.title ?? 'Faults'));
}

function choose(name) {
  open = tabs.includes(name) ? name : tabs[0];
  for (const tab of by('tabs').children) {
    const chosen = tab.dataset.tab === open;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
  by('panel-table').hidden = open === 'faults';
  by('panel-faults').hidden = open !== 'faults';
  by('filter-box').hidden = open === 'faults';
  by('panel-table').setAttribute('aria-labelledby', `tab-${open}`);
  history.replaceState(null, '', `#${open}`);
  if (open !== 'faults') openTable(open);
  complain('');
}

by('tabs').addEventListener('click', (event) => {
  if (!event.target.dataset.tab) return;
  choose(event.target.dataset.tab);
  refresh();
});
by('tabs').addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  choose(tabs[(tabs.indexOf(open) + step + tabs.length) % tabs.length]);
  by(`tab-${open}`).focus();
  refresh();
});

// ---- rows

let last = { name: '', rows: [], total: 0 };

function draw() {
  if (last.name === open) showRows(open, [...last.rows], by('filter').value, last.total);
}

async function readRows() {
  const name = open;
  const rows = await ask(`${tables[name].path}?last=${rowsRead}`);
  last = { name, rows, total: rows.at(-1)?.sequence ?? 0 };
  draw();
}

by('filter').addEventListener('input', draw);

const answered = new Set(); // a second click before the buttons are gone answers nothing
by('body').addEventListener('click', async (event) => {
  const { reference, approved } = event.target.dataset;
  if (!reference || answered.has(reference)) return;
  answered.add(reference);
  complain('');
  try {
    await ask(`executions/${reference}/action?approved=${approved}`, {});
  } catch (error) {
    answered.delete(reference);
    complain(reason(error));
  }
  refresh();
});

// ---- the beat

async function beat() {
  try {
    const [health, clock] = await Promise.all([ask('health'), ask('clock')]);
    showHealth(health);
    showClock(clock);
    await (open === 'faults' ? readSwitches() : readRows());
    showLive('live', 'Live');
  } catch (error) {
    showLive('away', 'No answer');
    if (!(error instanceof TypeError || error instanceof DOMException)) complain(error.message);
  }
}

say(by('base'), `${location.origin}/v1`);
choose(location.hash.slice(1));
const refresh = everySecond(beat);
