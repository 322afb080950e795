import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtempDisposable, readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { smallFiles } from '../replay/formats/traps/processor-files.ts'

const root = join(import.meta.dirname, '..')

/** Runs the command as a process, with `input` on its standard input. */
async function tenfold(args: readonly string[], folder: string, input = '') {
  const child = spawn(process.execPath, [join(root, 'harness', 'cli.ts'), ...args], { cwd: folder })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { status: status as number | null, stdout, stderr }
}

const jsonLines = (lines: string): readonly unknown[] =>
  lines
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

test('generated history is the same for the same seed, can be inspected, and gets an answer for each of its records', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  const options = ['--seed', '7', '--records', '400', '--merchants', '3', '--json']
  const [first, second] = await Promise.all([
    tenfold(['generate', '--out', 'a', ...options], folder.path),
    tenfold(['generate', '--out', 'b', ...options], folder.path),
  ])
  expect([first.status, second.status, first.stderr]).toEqual([0, 0, ''])
  const [a, b] = await Promise.all(['a', 'b'].map((name) => readFile(join(folder.path, name, 'records.ndjson'), 'utf8')))
  expect(a).toBe(b)

  const matched = await tenfold(['match', '-', '--close', '2026-03-01', '--quiet'], folder.path, a)
  expect([matched.status, matched.stderr]).toEqual([0, ''])
  const answers = jsonLines(matched.stdout) as readonly { key: { content: string }; state: string }[]
  const distinct = new Set(jsonLines(a ?? '').map((record) => JSON.stringify({ ...(record as object), version: 0, status: '' })))
  expect(answers).toHaveLength(distinct.size)
  expect(answers.filter(({ state }) => state === 'OPEN')).toEqual([])

  const written = await readdir(join(folder.path, 'a'), { recursive: true })
  const stripe = written.filter((name) => /stripe.*\.csv$/.test(name)).map((name) => join('a', name))
  expect(stripe.length).toBeGreaterThan(0)
  const inspected = await tenfold(['inspect', ...stripe, 'a/no-such.csv', '--json'], folder.path)
  expect(inspected.status).toBe(64)
  const files = JSON.parse(inspected.stdout) as readonly { kind: string; format?: string; quarantined?: number }[]
  expect(files.at(-1)).toMatchObject({ kind: 'error', code: 'BAD_INPUT' })
  expect(files.slice(0, -1).every(({ format, quarantined }) => format === 'stripe' && quarantined === 0)).toBe(true)
})

test('inspect proves the totals of a split report over the files of one call', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  const report = smallFiles['paypal-stl']
  const [rows, end] = [report.filter((line) => line.startsWith('"SB"')), report.slice(-7, -1)]
  const files = { 'b.csv': [...report.slice(0, 4), ...rows.slice(0, 2)], 'a.csv': ['"FH",02', report[3], ...rows.slice(2), ...end] }
  for (const [name, lines] of Object.entries(files)) await writeFile(join(folder.path, name), `${lines.join('\n')}\n`)
  const [both, alone] = await Promise.all([
    tenfold(['inspect', 'a.csv', 'no-such.csv', 'b.csv', '--json'], folder.path),
    tenfold(['inspect', 'a.csv'], folder.path),
  ])
  expect(JSON.parse(both.stdout)).toMatchObject([
    { file: 'a.csv', controlDetail: '14 hold', notes: 'it is file 2 of 2 of one report, whose totals were proved over all of them' },
    { kind: 'error', file: 'no-such.csv' },
    { file: 'b.csv', entries: 2 },
  ])
  expect(alone.stdout).toContain('it is file 2 of a report that was split')
})

test('inspect counts rows that cannot be read by reason, tells the first, and writes every one to a file that is not there yet', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  const [header, ...rows] = smallFiles['stripe-itemized']
  const bad = [...rows.map((row) => row.replace('2026-', '26-')), ...Array<string>(400).fill((rows[0] ?? '').replace('96.80', '9x'))]
  await writeFile(join(folder.path, 'bad.csv'), `${[header, ...bad].join('\n')}\n`)
  const args = ['inspect', './bad.csv', '--quarantine', 'rows.ndjson']
  const [text, json] = [await tenfold(args, folder.path), await tenfold([...args, '--json'], folder.path)]
  expect([text.status, text.stderr]).toEqual([0, ''])
  expect(text.stdout).toContain('\n  quarantined  rows\n  amount        400\n  date            6\n    line 2, column 2 (date): ')
  expect(text.stdout).toContain('\n    and 386 more (--quarantine FILE writes each of them)\n')
  expect(text.stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  const lines = jsonLines(await readFile(join(folder.path, 'rows.ndjson'), 'utf8'))
  expect(lines).toHaveLength(406)
  expect(lines.at(-1)).toMatchObject({
    file: './bad.csv',
    line: 407,
    reason: 'amount',
    field: 'net',
    expected: expect.stringContaining('digits'),
  })
  expect([json.status, json.stdout]).toEqual([73, ''])
  expect(json.stderr).toContain('rows.ndjson exists, and would be overwritten')
  const told = JSON.parse((await tenfold(['inspect', 'bad.csv', '--json'], folder.path)).stdout) as readonly {
    quarantinedRows: readonly unknown[]
  }[]
  expect(told).toMatchObject([{ file: 'bad.csv', quarantined: 406, quarantinedBy: { amount: 400, date: 6 }, version: null }])
  expect(told[0]?.quarantinedRows).toEqual(lines.slice(0, 100).map((line) => ({ ...(line as object), file: 'bad.csv' })))
})

test('a folder that holds something is not written into', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  await tenfold(['generate', '--out', 'a', '--records', '50', '--merchants', '2'], folder.path)
  const again = await tenfold(['generate', '--out', 'a'], folder.path)
  expect([again.status, again.stdout]).toEqual([73, ''])
  expect(again.stderr).toContain('OUTPUT_NOT_WRITABLE')
})

test.each([
  [['run', 'smkoe'], 64, 'did you mean smoke?'],
  [['run', './nothing.ts'], 64, 'there is no scenario file ./nothing.ts'],
  [['run', 'smoke', '--system', 'evnt-driven'], 64, 'did you mean event-driven?'],
  [['match', '-', '--close', '2026-02-30'], 64, 'Expected a day that exists'],
  [['match', '-', '--profile', 'absent.json'], 64, 'absent.json cannot be read'],
  [['match', '-'], 64, 'holds no record'],
  [['inspect'], 64, "missing required argument 'files'"],
  [['inspect', 'x.csv', '--zone', 'Mars/Base'], 64, 'got "Mars/Base"'],
  [['generate', '--discrepancies', 'some'], 64, 'Allowed choices are none, typical'],
  [['generate', '--records', '1e3'], 64, 'Expected a whole number from 1 to 1000000000'],
  [['verify', 'no-such-run'], 64, 'no-such-run'],
  [['compare', 'no-such-run', 'nor-this'], 64, 'no-such-run'],
  [['compare', 'no-such-folder'], 64, 'no-such-folder'],
  [['gate', '--baseline', 'event-driven'], 64, "required option '--candidate"],
  [['gate', '--baseline', 'event-driven', '--candidate', 'evnt-driven'], 64, 'did you mean event-driven?'],
  [['gate', '--baseline', 'event-driven', '--candidate', 'event-driven', '--max-minutes', '0'], 64, 'Expected a number from 0.1'],
  [['gate', '--baseline', 'event-driven', '--candidate', 'event-driven', '--scenario', 'capacity'], 64, 'is a search for a rate'],
  [['gate', '--baseline', 'event-driven', '--candidate', 'event-driven', '--runtime', 'podman'], 64, 'Expected auto, containers, local'],
  [['gate', '--baseline', 'event-driven', '--candidate', 'event-driven', '--runtime', 'attach'], 64, 'Expected auto, containers, local'],
  [['up', '--runtime', 'attach'], 64, 'Expected auto, containers, local'],
])('tenfold %j is refused with %i and says why', async (args, status, reason) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  const ending = await tenfold(args, folder.path)
  expect(ending.stderr).toContain(reason)
  expect([ending.status, ending.stdout]).toEqual([status, ''])
  expect(ending.stderr).not.toContain('bug:')
})

test.each([
  'run',
  'verify',
  'report',
  'compare',
  'gate',
  'inspect',
  'match',
  'generate',
  'anonymize',
  'list',
  'doctor',
  'up',
  'down',
  'init',
])('tenfold %s --help shows examples', async (command) => {
  const ending = await tenfold([command, '--help'], root)
  expect([ending.status, ending.stderr]).toEqual([0, ''])
  expect(ending.stdout).toContain(`Examples:\n  tenfold ${command}`)
})

test('a byte order mark in JSON is refused by its name', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  await writeFile(join(folder.path, 'profile.json'), '\uFEFF{"carryDays":5}')
  const ending = await tenfold(['match', '-', '--profile', 'profile.json'], folder.path)
  expect([ending.status, ending.stdout]).toEqual([64, ''])
  expect(ending.stderr).toContain('a byte order mark (EF BB BF) at the start')
})

test('run folders of another schema are not compared', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  for (const name of ['older', 'newer']) {
    await mkdir(join(folder.path, name))
    await writeFile(join(folder.path, name, 'run.json'), '{"schemaVersion":99}')
  }
  const ending = await tenfold(['compare', 'older', 'newer'], folder.path)
  expect([ending.status, ending.stdout]).toEqual([64, ''])
  expect(ending.stderr).toContain('has schema version 99, this version reads')
  const trend = await tenfold(['compare', '.'], folder.path)
  expect([trend.status, trend.stdout]).toEqual([64, ''])
  expect(trend.stderr).toContain('holds no run that can be compared')
})

test('a reader that goes away ends a long output quietly', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  await tenfold(['generate', '--out', 'a', '--records', '3000'], folder.path)
  const child = spawn(process.execPath, [join(root, 'harness', 'cli.ts'), 'match', 'a/records.ndjson', '--quiet'], { cwd: folder.path })
  child.stdout.once('data', () => child.stdout.destroy())
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect([status, stderr]).toEqual([0, ''])
})

test.each(['SIGINT', 'SIGTERM'] as const)('generate that is ended by %s leaves a folder that says so', async (signal) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  const out = join(folder.path, 'half')
  const child = spawn(process.execPath, [join(root, 'harness', 'cli.ts'), 'generate', '--out', out, '--records', '20000000'])
  const said = text(child.stderr)
  const exited = once(child, 'exit')
  while (child.exitCode === null && (await readdir(out).catch(() => [])).length < 3) await setTimeout(20)
  child.kill(signal)
  expect(await exited).toEqual([signal === 'SIGINT' ? 130 : 143, null])
  expect(await said).toBe(`interrupted by ${signal}: ${out} is not whole (UNFINISHED lies in it); delete it and type the command again\n`)
  expect(await readdir(out)).toContain('UNFINISHED')
})

test('a folder is not marked where nothing was written, nor when all was', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-cli-'))
  const refused = await tenfold(['generate', '--out', 'a', '--start-date', 'soon'], folder.path)
  expect([refused.status, await readdir(folder.path)]).toEqual([64, []])
  await tenfold(['generate', '--out', 'a', '--records', '50'], folder.path)
  expect(await readdir(join(folder.path, 'a'))).not.toContain('UNFINISHED')
})
