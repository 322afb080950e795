import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { interruptionControl } from './interruption.ts'

test('signals are left alone until a command listens', () => {
  const source = new EventEmitter()
  interruptionControl(source, () => {})
  expect(source.listenerCount('SIGINT')).toBe(0)
})

test('the first signal asks to stop, the second to stop at once, the third is not waited for', () => {
  const source = new EventEmitter()
  const third: string[] = []
  const { listen } = interruptionControl(source, (signal) => third.push(signal))
  const interruption = listen()
  expect(listen().signal).toBe(interruption.signal)
  expect(source.listenerCount('SIGINT')).toBe(1)

  source.emit('SIGTERM', 'SIGTERM')
  expect([interruption.signal.aborted, interruption.now.aborted, interruption.cause()]).toEqual([true, false, 'SIGTERM'])
  source.emit('SIGINT', 'SIGINT')
  expect([interruption.now.aborted, interruption.cause()]).toEqual([true, 'SIGTERM'])
  expect(third).toEqual([])
  source.emit('SIGINT', 'SIGINT')
  expect(third).toEqual(['SIGINT'])
})

test('a bug elsewhere asks to stop and is no signal', () => {
  const { listen, abort, cause } = interruptionControl(new EventEmitter(), () => {})
  const { signal } = listen()
  const bug = new Error('bug')
  abort(bug)
  expect(signal.reason).toBe(bug)
  expect(cause()).toBeUndefined()
})
