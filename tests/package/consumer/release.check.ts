import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runScenario } from 'tenfold'
import { expect, test } from 'vitest'
import scenario from './my-scenario.ts'
import pairs from './pairs.ts'
import config from './tenfold.config.ts'

test('the release answers rightly under load', async () => {
  const { folder, summary } = await runScenario(scenario, pairs, { config, seed: 7, set: ['load.rate=120'] })
  expect(summary.verdict.sentence).toBe(summary.verdict.kind === 'pass' ? summary.verdict.sentence : 'a pass')
  expect(existsSync(join(folder, 'report.html')) && existsSync(join(folder, 'verdict.txt'))).toBe(true)
}, 120_000)

test('what cannot be meant is told before anything starts', async () => {
  const wrong = runScenario({ ...scenario, thresholds: { decision_latencyy: ['p(99)<1'] } }, pairs)
  await expect(wrong).rejects.toMatchObject({ code: 'BAD_CONFIGURATION' })
})
