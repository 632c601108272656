// What validate.mjs must find: `node --test` (or `npm test`) in this folder.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const text = readFileSync(at('../../schemas/asyncapi.json'), 'utf8');

function validate(document) {
  const folder = mkdtempSync(join(tmpdir(), 'asyncapi-'));
  const file = join(folder, 'document.json');
  writeFileSync(file, JSON.stringify(document, null, 2));
  const { status, stderr } = spawnSync(process.execPath, [at('validate.mjs'), file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return { status, stderr };
}

test('the checked-in document is valid', () => {
  assert.deepEqual(validate(JSON.parse(text)), { status: 0, stderr: '' });
});

const BROKEN = [
  ['a server without a host', /"host"/, (document) => delete document.servers.kafka.host],
  [
    'an operation on a channel that is not there',
    /#\/channels\/nowhere/,
    (document) => (document.operations.sendClaim.channel.$ref = '#/channels/nowhere'),
  ],
  [
    'a payload that is not there',
    /#\/components\/schemas\/Nothing/,
    (document) => (document.components.messages.Claim.payload.$ref = '#/components/schemas/Nothing'),
  ],
  [
    'a field that the Kafka binding does not have',
    /partition_count/,
    (document) => (document.channels.news_claims_v1.bindings.kafka.partition_count = 6),
  ],
  [
    'a type that JSON Schema does not have',
    /payload/,
    (document) => (document.components.schemas.Claim.properties.text.type = 'words'),
  ],
  ['a document of another kind', /not an AsyncAPI document/, (document) => delete document.asyncapi],
];

for (const [name, expected, spoil] of BROKEN) {
  test(`${name} is found`, () => {
    const document = JSON.parse(text);
    spoil(document);
    const { status, stderr } = validate(document);
    assert.equal(status, 1);
    assert.match(stderr, expected);
  });
}
