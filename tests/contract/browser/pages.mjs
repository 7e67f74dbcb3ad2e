// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.

// node pages.mjs URL NPM_FOLDER PICTURES [STORY]   the payment page and the dashboard of a sandbox in a real browser; each story
// stands alone, and with STORY only those run whose name has this text
import { strict as assert } from 'node:assert';
import { checkout, close, end, get, hold, open, picture, post, remove, sourceStatus, tabTo, test, until } from './support.mjs';

const phone = { width: 390, height: 844 };
const heading = (page) => page.locator('[data-shown] h2').textContent();
const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

await test('a checkout is paid with mobile money, by the keyboard alone', async () => {
  const made = await checkout();
  const page = await open(made.url);
  await until(page, 'How would you like to pay?');
  await page.getByText('MTN Liberia').waitFor();
  await picture(page, 'pay-choose');
  await tabTo(page, 'Mobile money');
  await tabTo(page, 'Phone that pays');
  await tabTo(page, 'Pay USD');
  await page.keyboard.press('Enter');
  await until(page, 'Waiting for your approval');
  assert.equal(await sourceStatus(made), 'PROCESSING');
  await picture(page, 'pay-approval');
  await tabTo(page, 'Approve');
  await page.keyboard.press('Enter');
  await until(page, 'Paid');
  assert.equal(await page.locator('#said').textContent(), 'Paid');
  assert.equal(await sourceStatus(made), 'PAID');
  await picture(page, 'pay-paid');
  await tabTo(page, 'Back to the shop');
  await page.keyboard.press('Enter');
  await page.waitForURL(made.success_url);
  await close(page);

  const again = await open(made.url);
  await until(again, 'Already paid');
  await close(again);
});

await test('nothing moves while a payment goes through its states', async () => {
  for (const size of [phone, {}]) {
    const page = await open((await checkout()).url, size);
    await until(page, 'How would you like to pay?');
    await page.getByText('MTN Liberia').waitFor();
    await page.getByLabel('Card').check();
    await page.getByLabel('Mobile money').check();
    const box = await page.locator('.panel').boundingBox();
    await page.getByRole('button', { name: 'Pay USD' }).click();
    await until(page, 'Waiting for your approval');
    assert.equal((await page.locator('.panel').boundingBox()).height, box.height);
    await page.getByRole('button', { name: 'Decline' }).click();
    await until(page, 'Not paid');
    assert.equal((await page.locator('.panel').boundingBox()).height, box.height);
    assert.ok((await page.evaluate(() => globalThis.shifted)) < 0.01, 'the layout has shifted');
    await close(page);
  }
});

await test('what is declined can be tried again, with a card and 3-D Secure', async () => {
  const made = await checkout();
  const page = await open(made.url, phone);
  await until(page, 'How would you like to pay?');
  await page.getByText('MTN Liberia').waitFor();
  await picture(page, 'phone-choose');
  await page.getByRole('button', { name: 'Pay USD' }).click();
  await until(page, 'Waiting for your approval');
  await picture(page, 'phone-approval');
  await page.getByRole('button', { name: 'Decline' }).click();
  await until(page, 'Not paid');
  assert.equal(await sourceStatus(made), 'ACTIVE');
  await picture(page, 'phone-declined');
  await page.getByRole('button', { name: 'Try again' }).click();
  await until(page, 'How would you like to pay?');
  await page.getByLabel('Card').check();
  await page.getByText('USD 48.32').first().waitFor();
  await picture(page, 'phone-card');
  await page.getByRole('button', { name: 'Pay USD' }).click();
  await until(page, 'Your bank wants to know');
  await picture(page, 'phone-3ds');
  await page.getByRole('button', { name: 'Yes, it is me' }).click();
  await until(page, 'Paid');
  assert.equal(await sourceStatus(made), 'PAID');
  await picture(page, 'phone-paid');
  await close(page);
});

await test('a second try that is refused stays in its form, and says why', async () => {
  const made = await checkout();
  const page = await open(made.url);
  await until(page, 'How would you like to pay?');
  await page.getByRole('button', { name: 'Pay USD' }).click();
  await until(page, 'Waiting for your approval');
  await page.getByRole('button', { name: 'Decline' }).click();
  await until(page, 'Not paid');
  await page.getByRole('button', { name: 'Try again' }).click();
  await until(page, 'How would you like to pay?');
  await page.getByLabel('Phone that pays').fill('231770009950');
  await page.keyboard.press('Enter');
  await page.getByText('This account is not active').waitFor();
  // The page has looked again and shown what it saw when it looks once more.
  const looks = (request) => request.url().endsWith(`/pages/${made.hosted_path_or_token}`);
  for (let i = 0; i < 2; ++i) await page.waitForRequest(looks);
  assert.ok(await page.getByText('This account is not active').isVisible());
  assert.equal(await heading(page), 'How would you like to pay?');
  await close(page);
});

await test('who presses Enter while the operator is being predicted pays then, and once', async () => {
  const page = await open((await checkout()).url);
  await until(page, 'How would you like to pay?');
  await page.getByText('MTN Liberia').waitFor();
  const paid = [];
  page.on('request', (request) => request.method() === 'POST' && paid.push(request.postDataJSON().phone));
  const prices = await hold(page, '**/price?*');
  const field = page.getByLabel('Phone that pays');
  await field.fill('4915112345678');
  await page.getByRole('button', { name: 'Pay' }).click();
  await (await prices()).continue();
  await page.getByText('No carrier is known for this phone').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'phone');

  // What was asked of one phone is not done with the next.
  await field.fill('231771234568');
  await page.keyboard.press('Enter');
  const former = await prices();
  await field.fill('231881234567');
  await former.continue();
  await (await prices()).continue();
  await page.getByText('Orange Liberia').waitFor();

  await field.fill('231771234569');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await (await prices()).continue();
  await until(page, 'Waiting for your approval');
  assert.deepEqual(paid, ['231771234569']);
  await close(page);
});

await test('who corrects the phone while a payment is on its way pays with that one if the first is refused', async () => {
  const page = await open((await checkout()).url);
  await until(page, 'How would you like to pay?');
  const payments = await hold(page, '**/pay', 'POST');
  const field = page.getByLabel('Phone that pays');
  await field.fill('231770009950');
  await page.keyboard.press('Enter');
  const first = await payments();
  await page.keyboard.press('Enter');
  await field.fill('231881234567');
  await page.keyboard.press('Enter');
  await first.continue();
  const second = await payments();
  assert.equal(second.request().postDataJSON().phone, '231881234567');
  await second.continue();
  await until(page, 'Waiting for your approval');
  await close(page);
});

await test('what was read while an act was on its way undoes nothing of it', async () => {
  const made = await checkout();
  const page = await open(made.url);
  await until(page, 'How would you like to pay?');
  const looks = await hold(page, `**/pages/${made.hosted_path_or_token}`);
  const payments = await hold(page, '**/pay', 'POST');
  const before = await looks();
  await page.getByRole('button', { name: 'Pay USD' }).click();
  const payment = await payments();
  await before.continue();
  const during = await looks();
  const old = await during.fetch(); // read before the payment, and answered after it
  await payment.continue();
  await (await looks()).continue();
  await until(page, 'Waiting for your approval');
  await during.fulfill({ response: old });
  await looks();
  assert.equal(await heading(page), 'Waiting for your approval');
  await close(page);
});

await test('what is refused is told in whatever view it was asked, until that changes', async () => {
  const made = await checkout();
  const page = await open(made.url, phone);
  await until(page, 'How would you like to pay?');
  const box = await page.locator('.panel').boundingBox();
  await page.getByRole('button', { name: 'Pay USD' }).click();
  await until(page, 'Waiting for your approval');
  const refusal = { status: 422, json: { detail: [{ loc: ['path', 'reference_id'], msg: 'This is refused', type: 'value_error' }] } };
  await page.route('**/action?*', (route) => route.fulfill(refusal));
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('This is refused.').waitFor();
  await picture(page, 'phone-refused');
  assert.equal((await page.locator('.panel').boundingBox()).height, box.height);
  await page.unroute('**/action?*');
  await page.getByRole('button', { name: 'Approve' }).click();
  await until(page, 'Paid');
  assert.equal(await page.getByText('This is refused.').count(), 0);
  await close(page);
});

await test('a receipt takes no payment, and is there once it was paid elsewhere', async () => {
  const made = await checkout();
  const page = await open(made.url.replace('/pay/', '/receipt/'));
  await until(page, 'There is no receipt yet');
  assert.equal(await page.getByRole('button').count(), 0);
  await picture(page, 'receipt-unpaid');
  await post(`/_sandbox/pages/${made.hosted_path_or_token}/pay`, { means: 'CARD', decision: 'APPROVE' });
  await until(page, 'Paid');
  await picture(page, 'receipt-paid');
  await close(page);
});

await test('3-D Secure can be denied', async () => {
  const made = await checkout();
  const page = await open(made.url, { dark: true });
  await until(page, 'How would you like to pay?');
  await page.getByLabel('Card').check();
  await picture(page, 'dark-card');
  await page.getByRole('button', { name: 'Pay USD' }).click();
  await until(page, 'Your bank wants to know');
  await picture(page, 'dark-3ds');
  await page.getByRole('button', { name: 'Deny' }).click();
  await until(page, 'Not paid');
  assert.equal(await sourceStatus(made), 'ACTIVE');
  await close(page);
});

await test('a phone that is left to ring is PROCESSING, and can be answered later, also after a reload', async () => {
  const made = await checkout();
  const page = await open(made.url, { ...phone, dark: true });
  await until(page, 'How would you like to pay?');
  await page.getByRole('button', { name: 'Pay USD' }).click();
  await until(page, 'Waiting for your approval');
  await page.getByRole('button', { name: 'Let it hang' }).click();
  await page.getByText('The phone rings on').waitFor();
  await picture(page, 'dark-phone-hangs');
  assert.equal(await sourceStatus(made), 'PROCESSING');
  await page.reload();
  await until(page, 'Waiting for your approval');
  await page.getByRole('button', { name: 'Approve' }).click();
  await until(page, 'Paid');
  await picture(page, 'dark-phone-paid');
  await close(page);
});

await test('a magic phone decides by itself, and what takes long is followed to its end', async () => {
  const page = await open((await checkout({ party_phone: '231770009904' })).url);
  await until(page, 'How would you like to pay?');
  await page.getByRole('button', { name: 'Pay USD' }).click();
  await until(page, 'Being processed');
  await picture(page, 'pay-processing');
  await page.getByLabel('Phone that pays').waitFor({ state: 'hidden' });
  await until(page, 'Paid');
  await close(page);
});

await test('the operator is predicted from the phone, and another country pays in its own money', async () => {
  const page = await open((await checkout()).url);
  await until(page, 'How would you like to pay?');
  await page.getByLabel('Phone that pays').fill('+231 88 123 4567');
  await page.getByText('Orange Liberia').waitFor();
  await page.getByLabel('Phone that pays').fill('250 72 123 4567');
  await page.getByText('Airtel Rwanda').waitFor();
  await page.getByText('USD 1 = RWF 1440.5').waitFor();
  await picture(page, 'pay-rwanda');
  await page.getByLabel('Phone that pays').fill('4915112345678');
  await page.getByText('No carrier is known for this phone').waitFor();
  await page.getByRole('button', { name: 'Pay', exact: true }).waitFor();
  await page.getByLabel('Phone that pays').fill('unknown');
  await page.keyboard.press('Enter');
  await page.getByText('Write 8 to 15 digits').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'phone');
  await close(page);
});

await test('a page says when it has expired, when it was canceled, and when it never was', async () => {
  const page = await open('/web/icon.svg'); // the page's 15 seconds begin when there is a browser to show it
  const soon = new Date(Date.parse((await get('/_sandbox/clock')).now) + 300000).toISOString();
  await page.goto((await checkout({ expires_at: soon })).url);
  await until(page, 'How would you like to pay?');
  await until(page, 'This page has expired');
  await picture(page, 'pay-expired');
  await close(page);

  const gone = await checkout();
  await remove(`/v1/orders/cancel/${gone.source_id}`);
  const canceled = await open(gone.url);
  await until(canceled, 'This was canceled');
  await close(canceled);

  const nowhere = await open('/pay/120-0000000000000000');
  await until(nowhere, 'There is no such page');
  await picture(nowhere, 'pay-missing');
  await close(nowhere);
});

await test('what others wrote stays text, and an address that is no web address is no link', async () => {
  const made = await checkout({
    party_name: evil,
    note: evil,
    reference_id: evil,
    items: [{ name: evil, currency: 'USD', amount: 5 }],
    success_url: 'javascript:alert(3)',
    cancel_url: 'data:text/html,<script>alert(4)</script>',
  });
  const page = await open(made.url);
  await until(page, 'How would you like to pay?');
  assert.equal(await page.locator('#items span').first().textContent(), evil);
  assert.equal(await page.locator('#note').textContent(), evil);
  assert.equal(await page.locator('main img, main script').count(), 0);
  assert.equal(await page.locator('[data-leave][href]').count(), 0);
  await picture(page, 'pay-hostile');
  await close(page);

  const dashboard = await open('/#sources');
  await dashboard.getByRole('cell', { name: evil }).first().waitFor();
  assert.equal(await dashboard.locator('main img, main script').count(), 0);
  await close(dashboard);
});

await test('a page of many items scrolls in itself', async () => {
  const items = Array.from({ length: 40 }, (_, i) => ({ name: `Thing number ${i + 1}`, currency: 'USD', amount: 1.25 }));
  const page = await open((await checkout({ items })).url, phone);
  await until(page, 'How would you like to pay?');
  await picture(page, 'phone-many-items');
  assert.ok((await page.locator('#items').boundingBox()).height < 300);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), phone.width);
  await close(page);
});

await test('the dashboard shows what has happened, live, and answers for the payer', async () => {
  const made = await checkout();
  const page = await open('/');
  await page.getByText('Live', { exact: true }).waitFor();
  const rows = page.locator('tbody tr');
  const payer = await open(made.url);
  await until(payer, 'How would you like to pay?');
  await payer.getByRole('button', { name: 'Pay USD' }).click();
  await until(payer, 'Waiting for your approval');
  await rows.first().getByText(made.reference_id).waitFor();
  await picture(page, 'dashboard-executions');
  await rows.first().getByRole('button', { name: 'Approve' }).press('Enter');
  await rows.first().getByText('COMPLETED').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Rows');
  await until(payer, 'Paid');
  await close(payer);

  await page.getByRole('tab', { name: 'Executions' }).focus();
  for (const [tab, text] of [['Sources', made.source_number], ['Sessions', 'EXECUTED'], ['Ledger', made.reference_id]]) {
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getByRole('tab', { name: tab }).getAttribute('aria-selected'), 'true');
    await rows.getByText(text).first().waitFor();
    await picture(page, `dashboard-${tab.toLowerCase()}`);
  }
  await page.getByLabel('Show only rows').fill(made.reference_id);
  assert.equal(await rows.count(), 1);
  await close(page);
});

await test('the dashboard switches faults, and one by hand strikes the next request alone', async () => {
  const page = await open('/#faults', { dark: true });
  await page.getByLabel('busy, other requests').selectOption('1000000');
  await page.locator('select[data-on]').waitFor();
  await assert.rejects(get('/v1/parties/list'), /503/);
  await picture(page, 'dark-dashboard-faults');
  await page.getByLabel('lost answer, other requests').selectOption('10000');
  await page.getByText('Together these rates are more than 1000000').waitFor();
  assert.equal(await page.getByLabel('lost answer, other requests').inputValue(), '0');
  await page.getByRole('button', { name: 'Fair weather' }).click();
  await page.waitForFunction(() => document.querySelectorAll('select[data-on]').length === 0);
  await get('/v1/parties/list');

  await page.getByLabel('Fault', { exact: true }).selectOption('SERVER_ERROR');
  await page.getByRole('button', { name: 'Plan it' }).click();
  await page.getByText('Planned: server error, for the next request.').waitFor();
  await assert.rejects(get('/v1/parties/list'), /500/);
  await page.getByText('Nothing is planned.').waitFor();
  await get('/v1/parties/list');
  await close(page);
});

await test('a switch is changed by its person and by the answer to that alone, and set back before it is told why', async () => {
  const page = await open('/#faults');
  const lost = page.getByLabel('lost answer, executions');
  const busy = page.getByLabel('busy, executions');
  await lost.waitFor();
  const looks = await hold(page, '**/_sandbox/faults');
  const changes = await hold(page, '**/_sandbox/faults', 'POST');
  const look = await looks();
  const old = await look.fetch(); // read before both changes, and answered after them
  await lost.selectOption('1000');
  const first = await changes();
  await lost.selectOption('2000');
  await busy.focus();
  await first.continue();
  const second = await changes();
  assert.equal(await lost.inputValue(), '2000');
  await second.continue();
  await page.locator('select[data-on]').waitFor();
  await look.fulfill({ response: old });
  await looks();
  assert.equal(await lost.inputValue(), '2000');
  assert.equal((await get('/_sandbox/faults')).moves_money.find((row) => row.fault === 'LOST_ANSWER').per_million, 2000);

  // No look is answered now: what the switch goes back to, the page knows by itself.
  await busy.selectOption('1000000');
  await (await changes()).continue();
  await page.getByText('Together these rates are more than 1000000').waitFor();
  assert.equal(await busy.inputValue(), '0');
  await close(page);
});

await test('on a phone all that a dashboard says and asks is in sight', async () => {
  const seen = (part) => part.evaluate((node) => {
    const box = node.getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
  });
  const made = await checkout();
  const by = { means: 'MOBILE_MONEY', phone: '231771234567' };
  const { payment } = await post(`/_sandbox/pages/${made.hosted_path_or_token}/pay`, by);
  const page = await open('/', phone);
  const row = page.locator('tbody tr', { hasText: payment.reference_id });
  const decline = row.getByRole('button', { name: 'Decline' });
  await decline.waitFor();
  assert.ok(await seen(page.locator('#tab-faults')));
  assert.ok(await seen(decline));
  await picture(page, 'phone-dashboard-executions');
  await decline.dblclick();
  await row.getByText('FAILED').waitFor();
  assert.equal(await page.locator('#trouble').textContent(), '');
  await page.getByLabel('Show only rows').fill('no row has it');
  await page.getByText('No row has this text').waitFor();
  assert.ok(await seen(page.locator('.empty span')));
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByLabel('out of funds', { exact: true }).selectOption('1000000');
  await page.getByLabel('appears late', { exact: true }).focus();
  assert.ok(await page.evaluate(() => scrollY > 1000));
  await page.getByLabel('appears late', { exact: true }).selectOption('1000000');
  await page.getByText('Together these rates are more than 1000000').waitFor();
  assert.ok(await seen(page.locator('#trouble')));
  assert.equal(await page.evaluate(() => document.activeElement.value), '0');
  await picture(page, 'phone-dashboard-faults');
  await page.getByRole('button', { name: 'Fair weather' }).click();
  await page.waitForFunction(() => document.querySelectorAll('select[data-on]').length === 0);
  await close(page);
});

await test('a dashboard stays readable at a thousand rows, and looks only while it is looked at', async () => {
  for (let i = 0; i < 20; ++i) await Promise.all(Array.from({ length: 52 }, () => checkout()));
  const [newest] = await get('/_sandbox/sources?last=1');
  const page = await open('/#sources', { clock: true });
  await page.getByText(`250 of ${newest.sequence} rows`).waitFor();
  await picture(page, 'dashboard-thousand');
  assert.equal(await page.locator('tbody tr').count(), 250);
  assert.equal(await page.locator('tbody td').first().textContent(), String(newest.sequence));
  const mobile = await open('/#sources', phone);
  await mobile.getByText(`250 of ${newest.sequence} rows`).waitFor();
  await picture(mobile, 'phone-dashboard');
  assert.equal(await mobile.evaluate(() => document.documentElement.scrollWidth), phone.width);
  await close(mobile);

  await page.evaluate(() => {
    globalThis.looks = 0;
    const real = fetch;
    globalThis.fetch = (address, ...more) => {
      if (address.endsWith('/health')) ++globalThis.looks;
      return real(address, ...more);
    };
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.clock.runFor(10000);
  assert.equal(await page.evaluate(() => globalThis.looks), 0);
  await page.evaluate(() => {
    delete document.hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.waitForFunction(() => globalThis.looks > 0);
  await close(page);
});

await end();
