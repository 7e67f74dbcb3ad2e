// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.

// What the browser tests share: the API by plain fetch, a browser whose every page is watched, and checks.
import { strict as assert } from 'node:assert';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

export const [origin, npmFolder, pictures, only = ''] = process.argv.slice(2);
const { chromium } = createRequire(resolve(npmFolder, 'here.js'))('playwright-core');

export const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});

let token = '';

const send = (method, path, body) =>
  fetch(`${origin}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

/** The sandbox's time runs ahead, and a token does not live long in it. */
async function call(method, path, body) {
  let answer = await send(method, path, body);
  if (answer.status === 401) {
    const client = { client_id: 'sandbox', client_secret: 'sandbox-secret' };
    token = (await (await send('POST', '/v1/jwt/client/obtain/token', client)).json()).access_token;
    answer = await send(method, path, body);
  }
  const content = await answer.json();
  assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(content)}`);
  return content;
}

export const get = (path) => call('GET', path);
export const post = (path, body) => call('POST', path, body);
export const remove = (path) => call('DELETE', path);

/** A hosted checkout, made as a shop makes it. */
export const checkout = (more = {}) =>
  post('/v1/checkouts/create', {
    mode: 'HOSTED',
    source_kind: 'ORDER',
    party_name: 'Ada Payer',
    party_phone: '231771234567',
    currency: 'USD',
    items: [
      { name: 'Tea, first flush, 250 g', currency: 'USD', amount: 12.5 },
      { name: 'Teapot', currency: 'USD', amount: 34 },
    ],
    reference_id: `shop-${Math.random().toString(36).slice(2, 8)}`,
    success_url: `${origin}/web/icon.svg`,
    cancel_url: `${origin}/web/icon.svg?cart`,
    ...more,
  });

/** Fair weather: no fault by chance, and none by hand. */
async function clearFaults() {
  const now = await get('/_sandbox/faults');
  const off = (rows) => rows.map((row) => ({ ...row, per_million: 0 }));
  await post('/_sandbox/faults', { moves_money: off(now.moves_money), others: off(now.others), outcomes: off(now.outcomes) });
  await post('/_sandbox/faults/next', { fault: 'NONE', aim: 'ANY' });
}

export const sourceStatus = async (made) =>
  (await get(`/v1/status/source?source_type=${made.source_type}&source_id=${made.source_id}`)).status;

const troubles = [];

/** A page in which every error, warning of the policy and request to elsewhere is a failure. With `clock` a story moves its time. */
export async function open(path, { width = 1280, height = 860, dark = false, clock = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const page = await context.newPage();
  if (clock) await page.clock.install();
  page.on('pageerror', (error) => troubles.push(`${path}: ${error.message}`));
  page.on('dialog', (dialog) => troubles.push(`${path}: a dialog: ${dialog.message()}`));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/status of (404|422)/.test(line.text())) troubles.push(`${path}: ${line.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) troubles.push(`${path}: asks ${request.url()}`);
  });
  await page.goto(path.startsWith('http') ? path : `${origin}${path}`);
  return page;
}

export const close = (page) => page.context().close();

/** Waits until the heading of the view that is shown is this one. */
export const until = (page, heading) =>
  page.waitForFunction(
    (text) => document.querySelector('[data-shown] h2')?.textContent === text && document.querySelector('main').ariaBusy === 'false',
    heading,
    { timeout: 45000 },
  );

/** Holds back the requests to such an address. Each call of what this returns waits for the next, which is then the caller's. */
export async function hold(page, address, method = 'GET') {
  const held = [];
  let came = () => {};
  await page.route(address, (route) => {
    if (route.request().method() !== method) return route.fallback();
    held.push(route);
    came();
  });
  return async () => {
    if (held.length === 0) {
      await new Promise((resolve, reject) => {
        came = resolve;
        setTimeout(() => reject(new Error(`the page has not asked for ${address} in 30 s`)), 30000).unref();
      });
    }
    return held.shift();
  };
}

let taken = 0;
export async function picture(page, name) {
  await page.screenshot({ path: `${pictures}/${name}.png` });
  ++taken;
}

/** Presses Tab until the control with this accessible name has the focus; a person with a keyboard has no other way. */
export async function tabTo(page, name, max = 40) {
  for (let i = 0; i < max; ++i) {
    await page.keyboard.press('Tab');
    const has = await page.evaluate(() => {
      const at = document.activeElement;
      const label = at.labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent;
      const outline = getComputedStyle(at.closest('.option') ?? at).outlineStyle;
      return { label: label.trim(), visible: outline !== 'none' };
    });
    if (has.label.startsWith(name)) {
      assert.ok(has.visible, `the focus on "${name}" cannot be seen`);
      return;
    }
  }
  assert.fail(`"${name}" is not reached by Tab`);
}

/** Nothing of one story is there in the next: neither its pages, which act by themselves, nor its faults. */
async function tidy() {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
  await clearFaults();
}

let checks = 0;
export async function test(name, story) {
  if (!name.includes(only)) return;
  const before = troubles.length;
  try {
    try {
      await tidy();
      await story();
    } finally {
      await tidy();
    }
    assert.deepEqual(troubles.slice(before), []);
    ++checks;
    console.log(`ok   ${name}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`FAIL ${name}\n     ${error.message.replaceAll('\n', '\n     ')}`);
  }
}

export async function end() {
  await browser.close();
  if (checks === 0) process.exitCode = 1;
  console.log(`browser: ${process.exitCode ? 'FAILED, ' : ''}stories=${checks} screenshots=${taken}`);
}
