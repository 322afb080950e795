import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import { HarnessError } from '../../harness/model/errors.ts'
import { files } from '../../harness/record/layout.ts'
import { bareServices } from '../support/bare-services.ts'
import { readRecord, smallScenario, Workplace } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
afterAll(() => workplace[Symbol.dispose]())

const samples = join(import.meta.dirname, '..', '..', 'replay', 'samples')
const small = workplace.scenario(smallScenario('small'))

describe('what cannot be meant is told before anything starts, and ends 64', () => {
  test.each([
    { args: ['run', small, '--seeed', '1'], told: ["unknown option '--seeed'", 'Did you mean --seed'] },
    { args: ['run', small, '--seed', '-1'], told: ['Expected a whole number from 0 to 4294967295'] },
    { args: ['run', small, '--runtime', 'lokal'], told: ['Expected auto, containers, local, attach'] },
    { args: ['rnu', small], told: ["unknown command 'rnu'", 'Did you mean run'] },
    { args: ['run', small, '--set', 'laod.rate=5'], told: ['BAD_CONFIGURATION', 'a problem in small', '"laod"'] },
    { args: ['run', small, '--set', 'load.rate=many'], told: ['load.rate: ', 'got "many"'] },
    { args: ['run', small, '--set', '=5'], told: ['--set wants path=value, such as load.scale=6, got "=5"'] },
    { args: ['run', small, '--set', 'load.duration=2'], told: ['load.duration: ', 'expected string'] },
    {
      args: ['run', small, '--set', 'thresholds={"decision_latncy":["p(99)<1"]}'],
      told: ['decision_latncy', 'did you mean "decision_latency"?'],
    },
    {
      args: ['run', small, '--set', 'thresholds={"refused{tenant:tenant-x}":["count==0"]}'],
      told: ['unknown tenant "tenant-x"', 'did you mean "tenant-1"?'],
    },
    {
      args: ['run', small, '--set', 'stackSwitches=["last-wins"]'],
      told: ['seeded bugs are for tests', 'last-wins', 'TENFOLD_UNDER_TEST=1'],
    },
    { args: ['run', 'smoke', 'smok'], told: ['UNKNOWN_NAME', 'did you mean smoke?'] },
  ])('$args', async ({ args, told }) => {
    const { status, stdout, stderr } = await workplace.run(args)
    expect([status, stdout], stderr).toEqual([64, ''])
    for (const text of told) expect(stderr).toContain(text)
    expect(stderr).not.toContain('· ')
  })

  test('all problems of a scenario at once', async () => {
    workplace.write(
      'hopeless.ts',
      `export default ${JSON.stringify({
        ...smallScenario('hopeless'),
        history: { kind: 'synthetic', tenants: 0, merchant: 3 },
        drainTimeout: 'soon',
        thresholds: { decision_latency: ['p(99<180', 'p(101)<5'], 'decision_latency{phase:surge}': ['p(99)<1'], anomalis: ['count==0'] },
        demands: ['lost-recrod'],
      })}\n`,
    )
    const { status, stderr } = await workplace.run(['run', './hopeless.ts', '--set', 'loud=true'])
    expect(status, stderr).toBe(64)
    expect(stderr.split('\n')[0]).toMatch(/^error BAD_CONFIGURATION: \d+ problems in hopeless$/)
    const seen = [
      'history.tenants',
      'got 0',
      '"merchant"',
      'drainTimeout',
      '"soon"',
      '"p(99<180"',
      '"p(101)<5"',
      'surge',
      'anomalis',
      'lost-recrod',
      '"loud"',
    ]
    for (const text of seen) expect(stderr).toContain(text)
    expect(stderr).toMatch(/\nhint: mend them all/)
  })
})

describe('a history file that cannot be read ends 64 with file, place and value', () => {
  const stripe = readFileSync(join(samples, 'stripe-itemized-tenant-1-m-001.csv'), 'utf8')
  const bank = readFileSync(join(samples, 'camt053-tenant-1-m-001.xml'), 'utf8')
  const zone = { zone: 'UTC', tenant: 'tenant-1', merchant: 'm-001' }
  test.each([
    {
      name: 'missing',
      file: 'stripe.csv',
      content: undefined,
      told: ['no history file is called missing/stripe.csv', 'patterns may hold * and **'],
    },
    { name: 'empty', file: 'stripe.csv', content: '', told: ['stripe.csv: is empty (0 bytes)', 'hint: export the file again'] },
    { name: 'truncated', file: 'stripe.csv', content: stripe.slice(0, -40), told: ['stripe.csv: is truncated: it ends in line 217 (byte'] },
    { name: 'truncated-xml', file: 'bank.xml', content: bank.slice(0, 900), told: ['bank.xml', 'line '] },
    {
      name: 'other-format',
      file: 'stripe.csv',
      content: 'Date,Amount\n2026-01-05,12.00\n',
      told: ['stripe.csv: line 1 is not the header of', '2 columns'],
    },
    { name: 'xml-as-csv', file: 'stripe.csv', content: bank, told: ['stripe.csv: line 1, column 15: the header breaks CSV'] },
    { name: 'other-xml', file: 'bank.xml', content: '<html><body/></html>\n', told: ['bank.xml', 'html'] },
    { name: 'header-alone', file: 'stripe.csv', content: `${stripe.split('\n')[0]}\n`, told: ['no record in 1 file'] },
  ])('$name', async ({ name, file, content, told }) => {
    const format = file.endsWith('.xml') ? 'camt053' : 'stripe-itemized'
    workplace.write(`${name}/profile.json`, JSON.stringify({ version: 1, files: [{ file, format, account: 'acct_1', ...zone }] }))
    if (content !== undefined) workplace.write(`${name}/${file}`, content)
    const history = { kind: 'files' as const, files: [`${name}/${file}`], profile: `${name}/profile.json` }
    const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario(name, { history }))])
    expect(status, stderr).toBe(64)
    expect(stderr).toContain('error BAD_INPUT: ')
    for (const text of told) expect(stderr).toContain(text)
    // A file that is there is named so that it can be opened from where the command was typed.
    expect(stderr).toContain(content === undefined ? workplace.path() : `error BAD_INPUT: ${workplace.path(name)}`)
    expect(stderr).toMatch(/\nhint: \S/)
    expect(stderr).not.toContain('· stack')
  })

  test('a profile with a byte order mark', async () => {
    workplace.write('marked/profile.json', '\uFEFF{"version":1,"files":[]}')
    workplace.write('marked/stripe.csv', stripe)
    const history = { kind: 'files' as const, files: ['marked/*.csv'], profile: 'marked/profile.json' }
    const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario('marked', { history }))])
    expect(status, stderr).toBe(64)
    expect(stderr).toContain('a byte order mark (EF BB BF) at the start')
  })

  test('a profile that is none', async () => {
    workplace.write('no-profile/profile.json', '{"version":1,"files":[{"file":"stripe.csv","format":"strype"}]}')
    workplace.write('no-profile/stripe.csv', stripe)
    const history = { kind: 'files' as const, files: ['no-profile/*.csv'], profile: 'no-profile/profile.json' }
    const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario('no-profile', { history }))])
    expect(status, stderr).toBe(64)
    expect(stderr).toContain('BAD_CONFIGURATION')
    expect(stderr).toContain('strype')
  })
})

test('a threshold on a tenant that the files do not have is told before the stack is started', async () => {
  const history = {
    kind: 'files' as const,
    files: [join(samples, 'ledger-csv-tenant-3-m-001.csv')],
    profile: join(samples, 'profile.json'),
  }
  const thresholds = { 'ack_latency{tenant:tenant-1}': ['p(95)<60000'], anomalies: ['count==0'] }
  const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario('stranger', { history, thresholds }))])
  expect(status, stderr).toBe(64)
  expect(stderr).toContain('error BAD_CONFIGURATION: a threshold of stranger names what its history does not have')
  expect(stderr).toContain('unknown tenant "tenant-1"; did you mean "tenant-3"?')
  expect(stderr).not.toContain('· stack')
})

test('rows that cannot be read are set aside, counted and shown; the rest is replayed and judged', async () => {
  const [header = '', ...rows] = readFileSync(join(samples, 'ledger-csv-tenant-3-m-001.csv'), 'utf8').trimEnd().split('\n')
  const bad = [
    'tenant-3,m-001,bad_1,charge,pi_x1,,12.3.4,USD,2026-03-02T08:00:00.000Z',
    'tenant-3,m-001,bad_2,charge,pi_x2,,12.00,USX,2026-03-02T08:00:00.000Z',
    'tenant-3,m-001,bad_3,charge,pi_x3,,12.00,USD,2026-02-30T08:00:00.000Z',
    'tenant-3,m-001,Jane Quellwasser,charge',
  ]
  workplace.write('rows/ledger.csv', [header, ...rows.slice(0, 100), ...bad, ...rows.slice(100, 200)].join('\n'))
  const entry = { file: 'ledger.csv', format: 'ledger-csv', account: 'books', zone: 'UTC', tenants: ['tenant-3'] }
  workplace.write('rows/profile.json', JSON.stringify({ version: 1, files: [entry] }))
  const scenario = smallScenario('bad-rows', {
    history: { kind: 'files', files: ['rows/*.csv'], profile: 'rows/profile.json', pace: 'schedule' },
    // Slow, so that a pause of the machine is no cause to call the run invalid.
    load: { executor: 'constant-arrival-rate', arrivals: 'even', rate: 50, duration: '4s', warmUp: { duration: '300ms', rate: 100 } },
    // Nothing is matched without the other sides: every answer comes from the close.
    thresholds: { ack_latency: ['p(95)<60000'], close_latency: ['p(90)<60000'], anomalies: ['count==0'] },
  })
  const { status, stdout, stderr } = await workplace.run(['run', workplace.scenario(scenario), '--json'])
  expect(status, stdout + stderr).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: 'PASS',
    counts: { scheduled: 200, records: 200 },
    quarantined: { rows: 4, file: join(workplace.runFolder('bad-rows'), files.quarantine) },
    notes: expect.arrayContaining([expect.stringContaining('has no line end')]) as unknown,
  })
  expect(stderr).toContain('4 rows set aside, see history/quarantine.ndjson')
  expect(stderr).toMatch(/ledger\.csv, line 102: amount: expected .*, got "12\.3\.4"/)
  const openEnd = 'ledger.csv: its last line, 205, has no line end'
  expect(stderr).toContain(openEnd)
  const folder = workplace.runFolder('bad-rows')
  expect(readRecord(folder).history).toMatchObject({
    records: 200,
    quarantined: 4,
    files: [{ file: 'ledger.csv', rows: 204, quarantined: 4 }],
  })
  const quarantine = readFileSync(join(folder, files.quarantine), 'utf8').trimEnd().split('\n')
  expect(quarantine.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { line: 102, reason: 'amount', value: '12.3.4' },
    { line: 103, reason: 'currency' },
    { line: 104, reason: 'date' },
    { line: 105, reason: 'column-count', value: '4' },
  ])
  // No currency that there is: three letters may be anybody's.
  expect(quarantine[1]).not.toContain('USX')
  expect(readFileSync(join(folder, files.reportHtml), 'utf8')).toContain('4 rows in quarantine')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())) {
    expect(readFileSync(join(entry.parentPath, entry.name)).includes('Quellwasser'), entry.name).toBe(false)
  }
  const again = await workplace.run(['verify', folder])
  expect(again.stdout).toMatch(/^Set aside 4 rows of the history.*\n\s+\S+\/history\/quarantine\.ndjson$/m)
  for (const text of [again.stdout, readFileSync(join(folder, files.reportMarkdown), 'utf8')]) expect(text).toContain(openEnd)
  expect(workplace.leftovers()).toEqual([])

  const keeping = await workplace.run(['run', workplace.scenario({ ...scenario, name: 'raw-rows' }), '--keep-raw', '--json'])
  expect(keeping.status, keeping.stdout + keeping.stderr).toBe(0)
  const kept = workplace.runFolder('raw-rows')
  const rawFile = join(kept, files.rawRows)
  expect(JSON.parse(keeping.stdout)).toMatchObject({ quarantined: { rows: 4, rawFile } })
  expect(statSync(rawFile).mode & 0o777).toBe(0o600)
  const raw = readFileSync(rawFile, 'utf8').trimEnd().split('\n')
  expect(raw.map((line) => JSON.parse(line) as unknown)).toMatchObject(
    bad.map((text, index) => ({ file: 'ledger.csv', line: 102 + index, raw: { text } })),
  )
  for (const report of [files.reportHtml, files.reportMarkdown]) {
    expect(readFileSync(join(kept, report), 'utf8')).toContain('raw rows are kept (--keep-raw)')
  }
  // It is for eyes alone: a folder without it is as good.
  rmSync(rawFile)
  expect((await workplace.run(['verify', kept])).status).toBe(0)
})

describe('what the machine does not have', () => {
  test('no Java: 69 with what to type', async () => {
    const { status, stderr } = await workplace.run(['run', small, '--out', 'no-java'], { PATH: '/nowhere', JAVA_HOME: '' })
    expect(status, stderr).toBe(69)
    expect(stderr).toContain('error MISSING_PREREQUISITE: Kafka needs Java 17 or newer, and there is none on the search path')
    expect(stderr).toMatch(/\nhint: install Java 17 or newer: apt-get install/)
    // What was noted before is told as well: it may be why.
    const note = 'no Redis on the search path'
    expect(stderr).toContain(`  ${note}`)
    expect(readRecord(workplace.runFolder('small', 'no-java')).runtime.notes).toEqual([expect.stringContaining(note)])
    expect(workplace.leftovers()).toEqual([])
  })

  test('no Maven and nothing in the cache: 69 with what to type', async () => {
    const programs = workplace.linkPrograms('programs', ['java'])
    const empty = { XDG_CACHE_HOME: workplace.path('cache'), PATH: programs, TENFOLD_KAFKA_HOME: '' }
    const { status, stderr } = await workplace.run(['run', small, '--out', 'no-maven'], empty)
    expect(status, stderr).toBe(69)
    expect(stderr).toMatch(/error MISSING_PREREQUISITE: Kafka [\d.]+ is not in \S+, and there is no Maven to fetch it/)
    expect(stderr).toMatch(/\nhint: install Maven/)
    expect(workplace.leftovers()).toEqual([])
  })

  test('a port that is taken is told with its number', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const options = { matchers: 1, switches: [], underTest: false, logDir: workplace.path('port-taken'), progress: () => undefined }
    const start = startLocal(bareServices, { ...options, signal: new AbortController().signal, ports: { kafka: port } })
    const error: unknown = await start.then(
      (environment) => environment[Symbol.asyncDispose](),
      (thrown: unknown) => thrown,
    )
    server.close()
    expect(error).toBeInstanceOf(HarnessError)
    expect(error).toMatchObject({
      code: 'PORT_TAKEN',
      exitStatus: 69,
      message: expect.stringContaining(`port ${port} of 127.0.0.1`) as string,
    })
  })
})
