import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ingestOf, loadOf, planOf } from '../../tests/support/small-load.ts'
import { encodeRecord } from '../model/record-key.ts'
import { findK6 } from './find-k6.ts'
import { k6Figures, readK6SummaryFile } from './read-summary.ts'
import { runK6, versionOfK6 } from './run-k6.ts'
import { writeRequests } from './write-requests.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'k6-files-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** A program of the test's own, in the place of k6. */
function program(text: string, name = 'k6'): string {
  const file = join(folder(), name)
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
  return file
}

describe('the user’s k6', () => {
  test('is that of the path, or the one that K6 names, by name or by path', () => {
    const [k6, other] = [program('true'), program('true', 'other')]
    const PATH = `/nowhere:${dirname(k6)}:${dirname(other)}`
    expect(findK6({ PATH }, '/')).toBe(k6)
    expect(findK6({ PATH, K6: 'other' }, '/')).toBe(other)
    expect(findK6({ PATH, K6: './other' }, dirname(other))).toBe(other)
    expect(findK6({ PATH, K6: '' }, '/')).toBe(k6)
  })

  test.each([{ PATH: '/nowhere' }, { PATH: '/nowhere', K6: '/nowhere/k6' }, { K6: '/tmp' }, {}])(
    'is missed with what to install: %j',
    (env) => {
      expect(() => findK6(env, '/')).toThrow(
        expect.objectContaining({
          code: 'BAD_CONFIGURATION',
          exitStatus: 64,
          hint: expect.stringContaining('go install go.k6.io/k6@v') as string,
        }),
      )
    },
  )
})

test('requests are the plan’s own bytes in its order; what holds keys is for this user alone, and gone afterwards', async () => {
  const tenants = ['acme', 'other']
  const { records } = planOf(loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: 2_500 }] }), 1, tenants)
  let files: readonly string[]
  {
    await using written = await writeRequests({ ingest: ingestOf(8_080, tenants), records, timeoutMs: 5_000 })
    files = [written.targets, written.requests]
    expect(files.map((file) => statSync(file).mode & 0o077)).toEqual([0, 0])
    const lines = readFileSync(written.requests, 'utf8').trimEnd().split('\n')
    expect(lines).toEqual(records.map((record) => `${tenants.indexOf(record.tenant)} ${encodeRecord(record)}`))
    expect(JSON.parse(readFileSync(written.targets, 'utf8'))).toEqual({
      baseUrl: 'http://127.0.0.1:8080',
      timeoutMs: 5_000,
      tenants: tenants.map((tenant) => ({
        path: `/v1/tenants/${tenant}/records`,
        headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
      })),
    })
  }
  expect(files.map((file) => existsSync(file))).toEqual([false, false])
})

describe('the version that a program tells', () => {
  test.each(['k6 v1.0.0', 'k6 v1.8.1 (go1.25.1, linux/amd64)', 'k6 v12.0.0-rc1', 'k6.exe v1.0.0'])('%j will do', async (line) => {
    expect(await versionOfK6(program(`echo '${line}'; echo Extensions:`))).toBe(line)
  })

  test.each([
    ['exit 0', 'is no k6', 'gave nothing'],
    ['echo k6 v1.0.0; exit 1', 'is no k6', 'gave nothing'],
    ['echo "$*"', 'is no k6', 'gave "version"'],
    ['echo k6 is installed', 'is no k6', 'gave "k6 is installed"'],
    ['echo "k6 v0.30.0 (2020)"', 'is a k6 before 1.0', 'gave "k6 v0.30.0 (2020)", expected 1.0 or later'],
  ])('%s: refused', async (text, what, seen) => {
    const named = program(text)
    await expect(versionOfK6(named)).rejects.toMatchObject({
      code: 'BAD_CONFIGURATION',
      message: `${named} ${what}`,
      problems: [expect.stringContaining(`\`${named} version\` ${seen}`)],
      hint: expect.stringContaining('install k6 1.0 or later') as string,
    })
  })
})

describe('k6 as a program', () => {
  const run = (text: string, signal = new AbortController().signal, timeoutMs = 60_000): Promise<number> => {
    const place = folder()
    const files = { targets: 't', requests: 'r', [Symbol.asyncDispose]: async () => undefined }
    const [script, summaryFile, logFile] = ['script.ts', 'summary.json', 'k6.log'].map((name) => join(place, name)) as [
      string,
      string,
      string,
    ]
    const env = { PATH: '/usr/bin:/bin', K6_VUS: '7', K6: 'x', NO_COLOR: '1' }
    return runK6({ program: program(text), script, files, summaryFile, logFile, timeoutMs, env, signal })
  }

  test.each([0, 99])('ends with %i', async (status) => {
    expect(await run(`exit ${status}`)).toBe(status)
  })

  test('gets no settings of the user’s that would change the profile, and tells nobody', async () => {
    const wanted = 'test -z "$K6_VUS$K6" && test "$NO_COLOR$TENFOLD_K6_REQUESTS$K6_NO_USAGE_REPORT" = 1rtrue'
    expect(await run(`${wanted} && case "$*" in *--no-usage-report*) exit 0;; esac; exit 1`)).toBe(0)
  })

  test('any other end is told with its last words', async () => {
    await expect(run('echo first; echo "GoError: no such file" >&2; exit 107')).rejects.toMatchObject({
      code: 'BAD_CONFIGURATION',
      message: 'k6 ended with status 107',
      problems: ['first', 'GoError: no such file'],
    })
  })

  test('a stop ends it, whether it runs already or not', async () => {
    const stop = new AbortController()
    const started = join(folder(), 'started')
    const running = run(`touch ${started}; exec sleep 60`, stop.signal)
    running.catch(() => undefined)
    while (!existsSync(started)) await new Promise((resolve) => setImmediate(resolve))
    stop.abort(new Error('stopped'))
    await expect(running).rejects.toThrow('stopped')
    await expect(run('exec sleep 60', stop.signal)).rejects.toThrow('stopped')
  })
})

test('k6’s summary: what it leaves out was not counted', () => {
  const metrics = {
    http_reqs: { count: 1_500, rate: 250.5 },
    checks: { passes: 1_490, fails: 10, value: 0.99, thresholds: { 'rate==1': true } },
    http_req_duration: { avg: 3, med: 2, 'p(90)': 4, 'p(99)': 9.5, max: 20, thresholds: { 'p(99)<80': false } },
  }
  expect(k6Figures({ metrics })).toEqual({
    thresholds: [
      { metric: 'checks', expression: 'rate==1', met: false },
      { metric: 'http_req_duration', expression: 'p(99)<80', met: true },
    ],
    requests: 1_500,
    requestsPerSecond: 250.5,
    accepted: 1_490,
    notAccepted: 10,
    dropped: 0,
    durationMs: { p50: 2, p90: 4, p99: 9.5, max: 20 },
  })
  expect(k6Figures({ metrics: {} })).toMatchObject({ requests: 0, accepted: 0 })
  expect(k6Figures({ metrics: {} })).not.toHaveProperty('durationMs')
})

test.each([
  ['is not there', undefined],
  ['of 0 bytes is no JSON', ''],
  ['of 13 bytes is no JSON', '{"metrics": {'],
  ['has no metrics', '{}'],
  ['has no metrics', '{"metrics": []}'],
  ['has no metrics', '{"metrics": {"checks": null}}'],
  ['has no metrics', 'null'],
])('a summary that %s is k6’s failure: %j', async (what, text) => {
  const file = join(folder(), 'summary.json')
  if (text !== undefined) writeFileSync(file, text)
  await expect(readK6SummaryFile(file, '/logs/k6.log')).rejects.toMatchObject({
    code: 'BAD_CONFIGURATION',
    message: `k6 ended without an error, and its summary ${what}: ${file}`,
    hint: expect.stringContaining('/logs/k6.log') as string,
  })
})
