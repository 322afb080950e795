import { describe, expect, test } from 'vitest'
import type { FaultTargets } from '../faults/targets.ts'
import { HarnessError } from '../model/errors.ts'
import type { FaultOptions } from '../model/scenario.ts'
import { monotonicUs } from '../system/clock.ts'
import { assertTargets, faultsUnder } from './inject-faults.ts'

const fault = (target: string, atMs = 0): FaultOptions => ({ kind: 'pause', target, atMs, durationMs: 1 })

/** Where faults land: what was asked for, in order. */
function targets(onSignal: (name: string, signal: string) => void): FaultTargets {
  return {
    pauseGenerator: (durationMs) => onSignal('generator', `${durationMs}`),
    pauseObserver: (durationMs) => onSignal('observer', `${durationMs}`),
    signalProcess: async (name, signal) => onSignal(name, signal),
    restartProcess: (name) => Promise.resolve(onSignal(name, 'SIGKILL')),
  }
}

describe('targets', () => {
  const environment = { processes: [{ name: 'api-0' }, { name: 'postgresql' }], restartable: ['api-0'] }
  test('of the harness and of the stack are known', () => {
    expect(() => assertTargets([fault('generator'), fault('observer'), fault('api-0')], environment)).not.toThrow()
  })

  test('that are misnamed are told all at once, with those that there are', () => {
    const names = [fault('api-1'), fault('matchr-0'), fault('api-1')]
    expect(() => assertTargets(names, environment)).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_NAME',
        message: 'faults: nothing is called api-1, matchr-0',
        hint: 'there are generator, observer, api-0, postgresql',
      }),
    )
  })
})

test('what could not be started again is not killed, and that is told before the load', () => {
  const kill = (target: string): FaultOptions => ({ ...fault(target), kind: 'kill' })
  const environment = { processes: [{ name: 'api-0' }, { name: 'postgresql' }], restartable: ['api-0'] }
  expect(() => assertTargets([kill('api-0'), fault('postgresql')], environment)).not.toThrow()
  const all = [kill('api-0'), kill('postgresql'), kill('observer')]
  expect(() => assertTargets(all, environment)).toThrow(
    expect.objectContaining({
      code: 'BAD_CONFIGURATION',
      message: 'faults: postgresql, observer cannot be killed: nothing would start it again',
      hint: 'these can be: api-0; others can be paused',
    }),
  )
  expect(() => assertTargets([kill('api-0')], { ...environment, restartable: [] })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('starts no process of its own') }),
  )
})

describe('faults under way', () => {
  test('leave one piece of evidence each', async () => {
    const landed: string[] = []
    const { evidence } = faultsUnder(new AbortController().signal, {
      faults: [fault('matcher-0'), { ...fault('api-0'), kind: 'kill' }],
      targets: targets((name, signal) => landed.push(`${signal} ${name}`)),
      originUs: monotonicUs(),
    })
    expect((await evidence).map((each) => each.fault)).toEqual(['pause matcher-0', 'kill api-0'])
    expect(landed.toSorted()).toEqual(['SIGCONT matcher-0', 'SIGKILL api-0', 'SIGSTOP matcher-0'])
  })

  test('that cannot be injected fail at once', async () => {
    const gone = new HarnessError('UNKNOWN_NAME', 'no process is called matcher-0', { hint: 'there are none' })
    const refuse = (): never => {
      throw gone
    }
    const { failed } = faultsUnder(new AbortController().signal, { faults: [fault('matcher-0')], targets: targets(refuse), originUs: 0 })
    await expect(failed).rejects.toBe(gone)
  })

  test('end with a load that is stopped, and that is no failure', async () => {
    const stop = new AbortController()
    const { evidence } = faultsUnder(stop.signal, {
      faults: [fault('api-0', 3_600_000)],
      targets: targets(() => undefined),
      originUs: monotonicUs(),
    })
    stop.abort(new Error('stopped'))
    expect(await evidence).toEqual([])
  })
})
