import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { findK6 } from '../../harness/k6/find-k6.ts'
import { k6Profile } from '../../harness/k6/profile.ts'
import { readK6SummaryFile } from '../../harness/k6/read-summary.ts'
import { runK6 } from '../../harness/k6/run-k6.ts'
import { k6Script, senderFile, senderName } from '../../harness/k6/script.ts'
import { writeRequests } from '../../harness/k6/write-requests.ts'
import type { K6Result } from '../../harness/model/k6-result.ts'
import { files } from '../../harness/record/layout.ts'
import { ingestOf, loadOf, planOf } from '../support/small-load.ts'
import { blackFridayPass } from '../support/sample-summary.ts'
import { startTimedServer } from '../support/timed-server.ts'
import { readSummaryFile, smallScenario, Workplace } from '../support/workplace.ts'

const program = findK6(process.env, process.cwd())

describe('the generated script in the real k6', () => {
  /** What k6 counts of 300 records in 2 s, and the server's answers. */
  async function sent(
    delayUs: number,
    serviceTime: string,
  ): Promise<{ status: number; summary: Awaited<ReturnType<typeof readK6SummaryFile>>; records: ReadonlySet<string> }> {
    const folder = mkdtempSync(join(tmpdir(), 'real-k6-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const load = loadOf({ stages: [{ name: 's', durationMs: 2_000, targetPerSecond: 150 }] })
    const profile = k6Profile({
      ...blackFridayPass().run.scenario,
      load,
      thresholds: { service_time: [serviceTime], refused: ['count==0'] },
    })
    if (profile.kind === 'problems') throw new Error(profile.problems.join())
    await using server = await startTimedServer((_, arrivedUs) => arrivedUs + delayUs)
    const tenants = ['acme', 'other']
    await using requests = await writeRequests({
      ingest: ingestOf(server.port, tenants),
      records: planOf(load, 1, tenants).records,
      timeoutMs: 5_000,
    })
    const script = join(folder, 'black-friday.ts')
    copyFileSync(senderFile, join(folder, senderName))
    writeFileSync(script, k6Script('black-friday', profile.options, `./${senderName}`))
    const [summaryFile, logFile] = [join(folder, 'summary.json'), join(folder, 'k6.log')]
    const status = await runK6({
      program,
      script,
      files: requests,
      summaryFile,
      logFile,
      timeoutMs: 10_000,
      env: process.env,
      signal: new AbortController().signal,
    })
    return { status, summary: await readK6SummaryFile(summaryFile, logFile), records: new Set(server.answers.keys()) }
  }

  test('sends every record of the plan once, and its thresholds are read as it judged them', async () => {
    const { status, summary, records } = await sent(20_000, 'p(99)<60000')
    expect(status).toBe(0)
    // k6 leaves out what its timer did not reach before the end.
    expect(summary.requests).toBeGreaterThanOrEqual(290)
    expect(summary.requests).toBeLessThanOrEqual(300)
    expect(records.size).toBe(summary.requests)
    expect(summary).toMatchObject({ accepted: summary.requests, notAccepted: 0, dropped: 0 })
    expect(summary.thresholds).toEqual(
      expect.arrayContaining([
        { metric: 'http_req_duration', expression: 'p(99)<60000', met: true },
        { metric: 'checks', expression: 'rate==1', met: true },
      ]),
    )
    expect(summary.durationMs?.p50).toBeGreaterThanOrEqual(19)
  })

  test('a threshold that it crosses gives 99, and is told', async () => {
    const { status, summary } = await sent(20_000, 'p(50)<1')
    expect(status).toBe(99)
    expect(summary.thresholds).toContainEqual({ metric: 'http_req_duration', expression: 'p(50)<1', met: false })
  })
})

describe('tenfold k6 on the real stack', () => {
  const workplace = new Workplace(process.env)
  afterAll(() => workplace[Symbol.dispose]())

  test('the same plan by both, each record held once, both in one report', async () => {
    const ended = await workplace.run(['k6', workplace.scenario(smallScenario('both')), '--seed', '7'], { K6: program })
    expect(ended.status, ended.stderr + ended.stdout).toBe(0)
    const folder = workplace.runFolder('both')
    const { counts, verdict } = readSummaryFile(folder)
    expect(verdict.kind, verdict.sentence).toBe('pass')
    const { requests, accepted, heldRecords } = JSON.parse(readFileSync(join(folder, files.k6), 'utf8')) as K6Result
    expect(requests).toBeGreaterThanOrEqual(counts.sent - 10)
    expect(requests).toBeLessThanOrEqual(counts.sent)
    expect(accepted).toBe(requests)
    // Some records of a history are delivered twice, and held once.
    expect(heldRecords).toBeLessThanOrEqual(accepted)
    expect(heldRecords).toBeGreaterThanOrEqual(accepted - (counts.accepted - counts.records))
    expect(readFileSync(join(folder, files.reportHtml), 'utf8')).toContain('Beside k6')
    expect(readFileSync(join(folder, files.reportMarkdown), 'utf8')).toContain('## Beside k6')
    expect(ended.stdout).toMatch(/records sent\s+400\s+\d+/)
    // Judging the folder again leaves k6's part where it is.
    expect((await workplace.run(['verify', folder])).status).toBe(0)
    expect(readFileSync(join(folder, files.reportHtml), 'utf8')).toContain('Beside k6')
    expect(workplace.leftovers()).toEqual([])
  })

  test.each([
    ['fails', 'echo "script exception"; exit 107', 'k6 ended with status 107\n  - script exception'],
    ['writes no summary', 'exit 0', 'its summary is not there'],
  ])('a k6 that %s is told after the run, which stands', async (what, text, told) => {
    // It says its version as k6 does, and runs nothing.
    const name = what.replaceAll(' ', '-')
    const broken = workplace.write(name, `#!/bin/sh\n[ "$1" = version ] && echo "k6 v1.0.0" && exit 0\n${text}\n`)
    chmodSync(broken, 0o755)
    const ended = await workplace.run(['k6', workplace.scenario(smallScenario(`alone-${name}`)), '--seed', '7'], { K6: broken })
    expect(ended.status, ended.stderr + ended.stdout).toBe(64)
    expect(ended.stderr).toContain(told)
    const folder = workplace.runFolder(`alone-${name}`)
    expect(ended.stdout).toContain('PASS')
    expect(readSummaryFile(folder).verdict.kind).toBe('pass')
    expect(readdirSync(join(folder, files.logs))).toEqual(expect.arrayContaining(['api-0.log', 'k6.log']))
    expect(readdirSync(workplace.path('runs')).filter((each) => each.startsWith('.'))).toEqual([])
    expect(workplace.leftovers()).toEqual([])
  })

  test('a program that is no k6 is refused before anything is started', async () => {
    const ended = await workplace.run(['k6', workplace.scenario(smallScenario('other'))], { K6: '/bin/true' })
    expect(ended.status).toBe(64)
    expect(ended.stderr).toContain('/bin/true is no k6\n  - `/bin/true version` gave nothing, expected a line such as "k6 v')
    expect(readdirSync(workplace.path('runs')).filter((each) => each.startsWith('.') || each.includes('other'))).toEqual([])
    expect(workplace.leftovers()).toEqual([])
  })

  test('without k6: what to install, before anything is started', async () => {
    const ended = await workplace.run(['k6', workplace.scenario(smallScenario('none'))], { K6: '/nowhere/k6' })
    expect(ended.status).toBe(64)
    expect(ended.stderr).toContain('install k6')
    expect(workplace.leftovers()).toEqual([])
  })
})
