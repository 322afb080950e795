import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import { RecordWriter } from '../record/record-writer.ts'
import { RunJournal } from './journal.ts'
import type { RunProgress } from './options.ts'

const silent: RunProgress = { step: () => undefined, update: () => undefined, note: () => undefined }

interface HeldStep {
  end(): Promise<void>
  fail(): Promise<void>
}

/** The history is being read, the stack starts beside it; each ends when it is told to. */
async function withTwoSteps(during: (journal: RunJournal, history: HeldStep, stack: HeldStep) => Promise<void>): Promise<RunJournal> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-journal-'))
  await using writer = await RecordWriter.create(folder.path, 'run')
  const journal = new RunJournal(writer, silent, blackFridayPass().run)
  const held = (name: string): HeldStep => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    // It may fail before its step has begun to wait for it.
    promise.catch(() => undefined)
    const over = journal.step(name, () => promise).catch(() => undefined)
    return {
      end: () => {
        resolve()
        return over
      },
      fail: () => {
        reject(new Error('a failure'))
        return over
      },
    }
  }
  await during(journal, held('history'), held('stack'))
  return journal
}

test('of two steps the later one is the one that runs, and the other when that is over', async () => {
  const { record } = await withTwoSteps(async (journal, history, stack) => {
    expect(journal.stepName).toBe('stack')
    await stack.end()
    expect(journal.stepName).toBe('history')
    await history.end()
    expect(journal.stepName).toBe('history')
  })
  const [history, stack] = record.timeline
  expect([history?.step, stack?.step]).toEqual(['history', 'stack'])
  expect(stack?.endUs).toBeLessThan(history?.endUs ?? 0)
})

test.each(['history', 'stack'])('of two steps the one that failed first is told: %s', async (name) => {
  const journal = await withTwoSteps(async (_journal, history, stack) => {
    const [first, second] = name === 'history' ? [history, stack] : [stack, history]
    await first.fail()
    await second.fail()
  })
  expect(journal.stepName).toBe(name)
})

test('a signal after the ending is known leaves the record whole; one before it is told', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-journal-'))
  await using writer = await RecordWriter.create(folder.path, 'run')
  const journal = new RunJournal(writer, silent, { ...blackFridayPass().run, ending: { kind: 'complete' } })
  await journal.markInterrupted('SIGINT')
  expect(journal.record.ending).toEqual({ kind: 'complete' })
  journal.change({ ending: { kind: 'failed', code: 'INTERNAL', message: '', step: 'load' } })
  await journal.markInterrupted('SIGINT')
  expect(journal.record.ending).toMatchObject({ kind: 'interrupted', signal: 'SIGINT' })
})
