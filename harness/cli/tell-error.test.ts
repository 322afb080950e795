import { expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import { tellError } from './tell-error.ts'

test('an error of the world is told with its code, all problems and the hint, without a stack trace', () => {
  const error = new HarnessError('BAD_CONFIGURATION', '2 problems in surge', { problems: ['a: 1', 'b: 2'], hint: 'mend both' })
  expect(tellError(error, '1.2.3')).toEqual({
    text: 'error BAD_CONFIGURATION: 2 problems in surge\n  - a: 1\n  - b: 2\nhint: mend both',
    exitStatus: 64,
  })
})

test.each([
  ['STACK_DIED', 69],
  ['DISK_FULL', 73],
  ['BAD_INPUT', 64],
] as const)('%s ends with %i', (code, status) => {
  expect(tellError(new HarnessError(code, 'm', { hint: 'h' }), '1').exitStatus).toBe(status)
})

test('anything else is a bug: status 70, with the stack, the causes and how to report it', () => {
  const told = tellError(new TypeError('x is not a function', { cause: new RangeError('too far') }), '1.2.3')
  expect(told.exitStatus).toBe(70)
  expect(told.text).toContain('tell-error.test.ts')
  expect(told.text).toContain('caused by RangeError: too far')
  expect(told.text).toContain('tenfold 1.2.3')
  expect(told.text).toContain('report')
})

test.each([['text'], [undefined], [null], [{ code: 1 }]])('thrown %j is a bug, too', (thrown) => {
  expect(tellError(thrown, '1').exitStatus).toBe(70)
})

test('what failed first is told, not what its unwinding brought about', () => {
  const first = new HarnessError('DISK_FULL', 'no space left', { hint: 'free some' })
  const unwinding = new SuppressedError(new Error('close failed'), new SuppressedError(new Error('flush failed'), first))
  expect(tellError(unwinding, '1')).toEqual(tellError(first, '1'))
})
