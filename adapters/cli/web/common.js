// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.

// What the two pages share. Text of others (names, notes, references) only ever becomes textContent: nothing here or in
// the pages writes markup.

export const by = (id) => document.getElementById(id);

/** An element with attributes and children; a child that is text stays text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Writes only what has changed, so that what a person has selected stays selected. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A refusal in the sandbox's own words. */
export class Refused extends Error {
  constructor(status, detail) {
    super(Array.isArray(detail) ? detail.map((one) => one.msg).join('. ') : String(detail ?? `HTTP ${status}`));
    this.status = status;
    this.where = Array.isArray(detail) ? detail.map((one) => one.loc.join('.')) : [];
  }
}

/** Why something was not done, for a person. */
export const reason = (error) => (error instanceof Refused ? `${error.message}.` : 'The sandbox does not answer.');

/** One of the sandbox's own operations. Throws Refused, or what fetch throws if nobody answers. */
export async function ask(path, body) {
  const answer = await fetch(`/_sandbox/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(10000),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, content.detail);
  return content;
}

/** Calls `task` now and a second after it has ended, again and again, but not while nobody looks. */
export function everySecond(task) {
  let timer = 0;
  let running = false;
  const turn = async () => {
    clearTimeout(timer);
    if (running || document.hidden) return;
    running = true;
    try {
      await task();
    } finally {
      running = false;
      if (!document.hidden) timer = setTimeout(turn, 1000);
    }
  };
  document.addEventListener('visibilitychange', turn);
  turn();
  return turn;
}

function minorUnits(currency) {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().minimumFractionDigits;
  } catch {
    return 0;
  }
}

/** "1 234.50" of "1234.5": by its digits, never by binary arithmetic. */
export function digits(amount, currency) {
  const [whole, fraction = ''] = String(amount).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const cents = fraction.padEnd(minorUnits(currency), '0');
  return cents ? `${grouped}.${cents}` : grouped;
}

export const money = (amount, currency) => `${currency}\u00a0${digits(amount, currency)}`;

/** "WANTS_APPROVAL" as a person says it. */
export const words = (text) => text.toLowerCase().replaceAll('_', ' ');

/** Only what leads to the web is a link: never `javascript:` and the like. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}
