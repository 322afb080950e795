import { describe, expect, test } from 'vitest'
import type { ProcessDeath } from '../environment/port.ts'
import { HarnessError } from '../model/errors.ts'
import { watchStack } from './stack-watch.ts'

const death: ProcessDeath = { process: 'api-0', status: 'signal SIGKILL', lastLines: ['before', 'last words'] }
const refused = new HarnessError('TARGET_UNREACHABLE', 'connection refused', { hint: 'see its log' })

function stack() {
  const died = Promise.withResolvers<ProcessDeath>()
  return { die: () => died.resolve(death), watch: watchStack({ died: died.promise }, () => 'load') }
}

describe('a step that needs the whole stack', () => {
  test('gives its result while all live', async () => {
    expect(await stack().watch.need(async () => 7)).toBe(7)
  })

  test.each(['fails of it', 'does not notice'])('throws the death with name, status and last lines when the step %s', async (how) => {
    const { die, watch } = stack()
    const step = watch.need(async () => {
      // The connection breaks first; the end of the process is noticed after it.
      die()
      if (how === 'fails of it') throw refused
      await Promise.resolve()
    })
    await expect(step).rejects.toMatchObject({
      code: 'STACK_DIED',
      message: 'api-0 ended by itself (signal SIGKILL)',
      problems: death.lastLines,
    })
  })

  test('throws its own failure where nothing died, and a bug as it is', async () => {
    await expect(stack().watch.need(() => Promise.reject(refused))).rejects.toBe(refused)
    const { die, watch } = stack()
    die()
    const bug = new TypeError('x is not a function')
    await expect(watch.need(() => Promise.reject(bug))).rejects.toBe(bug)
  })
})

describe('a step after which the run goes on', () => {
  test.each([
    ['what a dead stack cannot do', refused, true],
    ['a time limit of a dead stack', new DOMException('too long', 'TimeoutError'), true],
    ['a failure of a stack that lives', refused, false],
  ])('%s', async (_, error, isDead) => {
    const { die, watch } = stack()
    if (isDead) die()
    const thrown: unknown = await watch
      .attempt(() => Promise.reject(error))
      .then(
        () => undefined,
        (reason: unknown) => reason,
      )
    expect(thrown).toBe(isDead ? undefined : error)
    expect(watch.ending()).toEqual(isDead ? { kind: 'stack-died', ...death, step: 'load' } : { kind: 'complete' })
  })
})
