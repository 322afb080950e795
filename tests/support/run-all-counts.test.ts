import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { closingLine, countSuite } from './run-all-counts.ts'

const report = (...files: { status?: string; tests: string[] }[]): string =>
  JSON.stringify({
    testResults: files.map(({ status, tests }, index) => ({
      name: `file-${index}.test.ts`,
      status: status ?? (tests.includes('failed') ? 'failed' : 'passed'),
      assertionResults: tests.map((result) => ({ status: result })),
    })),
  })

test.each([
  ['all passed', report({ tests: ['passed', 'passed'] }), 0, '2 passed, 0 failed'],
  ['one failed', report({ tests: ['passed', 'failed'] }), 1, '1 passed, 1 failed'],
  ['skipped ones do not count', report({ tests: ['passed', 'pending', 'todo'] }), 0, '1 passed, 0 failed'],
  ['a file that does not load is a failure', report({ tests: ['passed'] }, { status: 'failed', tests: [] }), 1, '1 passed, 1 failed'],
  ['an error between passing tests is a failure', report({ tests: ['passed'] }), 1, '1 passed, 1 failed'],
  ['no test at all is a failure', report(), 0, '0 passed, 1 failed'],
  ['only skipped tests is a failure', report({ tests: ['pending'] }), 0, '0 passed, 1 failed'],
  ['no report is a failure', undefined, 137, '0 passed, 1 failed'],
  ['half a report is a failure', '{"testResults":[{', 1, '0 passed, 1 failed'],
])('%s', (_name, text, exitStatus, line) => {
  expect(closingLine([countSuite(text, exitStatus)])).toBe(line)
})

test('nothing failed exactly when every test passed and the suite said so', () => {
  const tests = fc.array(fc.constantFrom('passed', 'failed'), { minLength: 1 })
  fc.assert(
    fc.property(fc.array(tests, { minLength: 1 }), fc.constantFrom(0, 1), (files, exitStatus) => {
      const counts = countSuite(report(...files.map((each) => ({ tests: each }))), exitStatus)
      const allWell = exitStatus === 0 && !files.flat().includes('failed')
      expect(counts.failed === 0).toBe(allWell)
      expect(counts.passed).toBe(files.flat().filter((status) => status === 'passed').length)
    }),
  )
})

test('the closing lines name each test that failed, with the first lines of its message', () => {
  const message = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n')
  const failed = { status: 'failed', fullName: 'a queue keeps its order', failureMessages: [message] }
  const text = JSON.stringify({ testResults: [{ name: 'queue.test.ts', status: 'failed', assertionResults: [failed] }] })
  const [problem, ...others] = countSuite(text, 1).problems
  expect(others).toEqual([])
  expect(problem?.split('\n').slice(0, 2)).toEqual(['queue.test.ts > a queue keeps its order failed:', '    line 1'])
  expect(problem).toContain('line 12\n    … 8 more lines above')
  expect(problem).not.toContain('line 13')
})
