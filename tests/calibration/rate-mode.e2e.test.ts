import { expect, test } from 'vitest'

import { knownServers } from '../../harness/cli/calibrate/known-servers.ts'
import { measureLoad } from '../../harness/cli/calibrate/measure-load.ts'
import { measureUntilQuiet } from '../../harness/cli/calibrate/until-quiet.ts'
import { expectTrue } from './expect-true.ts'
import { measureRateMode } from './rate-mode.ts'

/** What docs/calibration.md tells of autocannon is annotated (`--reporter=verbose` shows it) and not asserted: it is another project's to change. */
test('at 100/s against a constant 50 ms, ours reads 50 ms, whatever a tool reads that corrects for what it omitted', async ({
  annotate,
}) => {
  const [known] = knownServers('short')
  if (known === undefined) throw new Error('the first known server answers after a constant 50 ms')
  const ours = await measureUntilQuiet(known.name, () => measureLoad(known, AbortSignal.timeout(250_000)))
  expectTrue(ours)
  const p50 = ours.figures.find(({ name }) => name === 'p50')
  expect(p50?.expected.valueMs).toBeCloseTo(50, 0)

  const { reported, heardMsP50, answers } = await measureRateMode(50_000, 100, 5)
  expect(answers, 'autocannon reached the server').toBeGreaterThan(0)
  await annotate(`ours: p50 ${p50?.measured.valueMs} ms, for 50 ms`)
  await annotate(`autocannon, rate mode: p50 ${reported.p50} ms reported, ${heardMsP50.toFixed(1)} ms heard, of ${answers} answers`)
})
