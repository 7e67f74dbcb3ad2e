// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
//
// node relay.mjs PRISM_PORT: prints its own port and relays every request to Prism on this machine.
//
// Prism tells its objections in a header, and our transports show no headers but the protocol's own. So an answer that
// Prism objects to becomes a 599 with the objections as its detail. Statuses that the contract does not declare (401,
// 404 and so on) always carry that header and are passed on as they are.
import http from 'node:http';

const declared = new Set([200, 422]);

const sentence = ({ validation = [], title = '' }) =>
    'Prism: ' + (validation.map(({ location = [], message }) => `${location.join('.')}: ${message}`).join('; ') || title);

const relay = http.createServer((request, response) => {
    const onward = http.request(
        { host: '127.0.0.1', port: process.argv[2], method: request.method, path: request.url, headers: request.headers, agent: false },
        (answer) => {
            const pieces = [];
            answer.on('data', (piece) => pieces.push(piece));
            answer.on('end', () => {
                let body = Buffer.concat(pieces);
                const ownWord = (answer.headers['content-type'] ?? '').startsWith('application/problem+json');
                const header = declared.has(answer.statusCode) ? answer.headers['sl-violations'] : undefined;
                const objections = ownWord ? sentence(JSON.parse(body)) : header && sentence({ validation: JSON.parse(header) });
                if (objections !== undefined) body = Buffer.from(JSON.stringify({ detail: objections }));
                response.writeHead(objections === undefined ? answer.statusCode : 599, {
                    'content-type': objections === undefined ? answer.headers['content-type'] ?? '' : 'application/json',
                    'content-length': body.length,
                    connection: 'close',
                });
                response.end(body);
            });
        });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
});
relay.listen(0, '127.0.0.1', () => console.log(relay.address().port));
