import { expect, test } from 'vitest'
import type { ProcessSpec } from '../../system/port.ts'
import { groupsOf, readyPort } from './stack-processes.ts'

test.each([
  { line: '{"ready":true,"service":"api","port":8080}', port: 8080 },
  { line: '{"ready":true,"service":"worker"}', port: 'none' },
  { line: '{"ready":false,"port":8080}', port: undefined },
  { line: 'not "ready" yet', port: undefined },
  { line: '{"level":"info"}', port: undefined },
])('$line', ({ line, port }) => {
  expect(readyPort(line)).toBe(port)
})

test('what runs once stands alone, neighbouring services start together', () => {
  const spec = (name: string, lifetime: ProcessSpec['lifetime']): ProcessSpec => ({
    name,
    lifetime,
    script: '',
    replicas: 1,
    environment: () => ({}),
  })
  const specs = [spec('a', 'once'), spec('b', 'once'), spec('c', 'service'), spec('d', 'service'), spec('e', 'once'), spec('f', 'service')]
  expect(groupsOf(specs).map((group) => group.map(({ name }) => name))).toEqual([['a'], ['b'], ['c', 'd'], ['e'], ['f']])
})
