import { describe, test } from 'vitest'

import { died, ended, expectVerdict, forget, judgedRuns } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'

const { judged } = judgedRuns()

describe('verdicts over how a run ended', () => {
  test.each<[string, number, string, Edit]>([
    ['Ctrl-C', 130, 'Stopped by Ctrl-C at step load', ended({ kind: 'interrupted', signal: 'SIGINT', step: 'load' })],
    ['SIGTERM', 143, 'Stopped by SIGTERM at step drain', ended({ kind: 'interrupted', signal: 'SIGTERM', step: 'drain' })],
    [
      'Ctrl-C before the final state',
      130,
      'Ctrl-C',
      ended({ kind: 'interrupted', signal: 'SIGINT', step: 'drain' }, (run) => {
        run.finalState = undefined
        run.record = { ...run.record, closes: [], drainedUs: null }
      }),
    ],
    ['a stack that died with nothing lost', 69, 'matcher-0 ended by itself (signal SIGKILL) at step load, last line: bye', ended(died)],
    [
      'a stack that died with records that nobody worked through',
      69,
      '1 accepted record was not worked through, nothing that was seen is wrong',
      ended(died, (run) => {
        // The last of its partition: nothing shows that the system got past it.
        forget(run, 'unpaid_13')
        const closes = run.record.closes.map((close) => ({ ...close, settledUs: null, missingPartitions: [0, 1, 2, 3] }))
        run.record = { ...run.record, closes, drainedUs: null }
      }),
    ],
    ['a stack that died and lost a record', 96, 'offset-without-effect', ended(died, (run) => forget(run, 'fee_0'))],
    ['a full disk', 73, 'no space', ended({ kind: 'failed', code: 'DISK_FULL', message: 'no space left', step: 'load' })],
    [
      'a run that was killed',
      94,
      'did not reach its end',
      ended({ kind: 'failed', code: 'NOT_ENDED', message: 'the run did not reach its end', step: 'load' }),
    ],
    ['a bug of ours', 70, 'undefined is not', ended({ kind: 'failed', code: 'BUG', message: 'undefined is not', step: 'load' })],
    ['a bad input file', 64, 'no rows', ended({ kind: 'failed', code: 'BAD_INPUT', message: 'no rows', step: 'history' })],
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    expectVerdict(await judged(edit), exitStatus, words)
  })
})
