// Validates an AsyncAPI document with the official parser: `node validate.mjs FILE`.
// Exits 1 and prints every diagnostic where there is any at all, a warning or a hint too.
import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';

const SEVERITIES = ['error', 'warning', 'information', 'hint'];

const [file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node validate.mjs FILE');
  process.exit(2);
}

const { document, diagnostics } = await new Parser().parse(await readFile(file, 'utf8'));
for (const { severity, path, message, range } of diagnostics) {
  console.error(`${file}:${range.start.line + 1}: ${SEVERITIES[severity]}: ${path.join('.')}: ${message}`);
}
if (!document || diagnostics.length > 0) {
  process.exit(1);
}
console.log(`${file}: AsyncAPI ${document.version()}, ${document.channels().all().length} channels, valid`);
