/** The parts of `./dev size`: names to folders, and a wasm file read by hand. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderSizes, qualifiedName, readWasm } from '../../tools/dev/wasm-folders.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (value: string) => [value.length, ...Buffer.from(value)];
const section = (id: number, ...body: number[]) => [id, body.length, ...body];

/** One imported and two own functions, of 2 and 4 bytes, with names. */
const wasm = Buffer.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, 1, 0x60, 0, 0),
  ...section(2, 1, ...text('a'), ...text('b'), 0, 0),
  ...section(3, 2, 0, 0),
  ...section(10, 2, 2, 0, 0x0b, 4, 0, 1, 1, 0x0b),
  ...section(0, ...text('name'), 1, 72, 3,
    0, ...text('emscripten_imported'),
    1, ...text('noren::rules::run()'),
    2, ...text('noren::privacy::Gate::admit(int)')),
]);
wasm[wasm.indexOf(72)] = wasm.length - wasm.indexOf(72) - 1;

describe('the wasm reader', () => {
  it('reads a file that the browser accepts, too', () => {
    expect(WebAssembly.validate(wasm)).toBe(true);
    expect(readWasm(wasm)).toEqual({
      functions: [{ name: 'noren::rules::run()', size: 2 }, { name: 'noren::privacy::Gate::admit(int)', size: 4 }],
      sections: { type: 6, import: 9, function: 5 },
    });
    expect(folderSizes(wasm, root)).toMatchObject({ 'core/rules': 2, privacy: 4, '(section import)': 9 });
  });

  it.each([
    ['noren::rules::run()', 'noren::rules::run'],
    ['unsigned short noren::ByteReader::read<unsigned short>()', 'noren::ByteReader::read'],
    ['std::__2::vector<noren::Error, std::__2::allocator<noren::Error>>::~vector()', 'std::__2::vector::~vector'],
    ['noren::Value noren::rules::(anonymous namespace)::less(noren::Value const&)', 'noren::rules::anonymous::less'],
    ['noren::rules::operator<(noren::A const&, noren::B const&)', 'noren::rules::operator'],
    ['printf_core', 'printf_core'],
  ])('finds in %j the name %j', (demangled, name) => expect(qualifiedName(demangled)).toBe(name));
});

it('the report as JSON has the total, every file and the folders', { timeout: 60_000 }, () => {
  const report = JSON.parse(execFileSync(process.execPath, [`${root}tools/dev/size.mjs`, '--json'], { encoding: 'utf8' }));
  expect(Object.keys(report)).toEqual(['first_decision', 'first_decision_with_all_parts', 'files', 'folders']);
  const index = report.files.find(({ file }: { file: string }) => file === 'index.js');
  expect(report.first_decision).toEqual({ raw: index.raw, gzip: index.gzip, brotli: index.brotli });
  for (const file of report.files) expect(Object.keys(file)).toEqual(['file', 'raw', 'gzip', 'brotli']);
});
