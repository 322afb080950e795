/** What a suite's JSON report says in two numbers. Pure: knows nothing of processes and files. */

export interface SuiteCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Sentences on what failed outside of a test: a file that could not be loaded, no test at all, an odd ending. */
  readonly problems: readonly string[]
}

interface FileReport {
  readonly name: string
  readonly status: string
  readonly assertionResults: readonly { readonly status: string }[]
}

/**
 * Counts a vitest JSON report. What fails without a test to its name (a file that does not load, an error between tests, zero
 * tests) counts as one failure each, so that "0 failed" always means that all is well.
 */
export function countSuite(reportText: string | undefined, exitStatus: number): SuiteCounts {
  const files = reportText === undefined ? undefined : parseFiles(reportText)
  if (files === undefined) return { passed: 0, failed: 1, skipped: 0, problems: [`no report was written, exit status ${exitStatus}`] }
  const results = files.flatMap((file) => file.assertionResults)
  const count = (...wanted: string[]): number => results.filter(({ status }) => wanted.includes(status)).length
  const unloaded = files.filter((file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'))
  const problems = unloaded.map((file) => `${file.name} failed outside of its tests`)
  const [passed, failed] = [count('passed'), count('failed')]
  if (passed + failed === 0 && problems.length === 0) problems.push('it ran no test')
  if (exitStatus !== 0 && failed === 0 && problems.length === 0) problems.push(`it ended with exit status ${exitStatus}`)
  return { passed, failed: failed + problems.length, skipped: count('pending', 'skipped', 'todo', 'disabled'), problems }
}

/** The line that every run of several suites ends with. */
export function closingLine(suites: readonly SuiteCounts[]): string {
  const sum = (field: 'passed' | 'failed'): number => suites.reduce((total, suite) => total + suite[field], 0)
  return `${sum('passed')} passed, ${sum('failed')} failed`
}

function parseFiles(text: string): readonly FileReport[] | undefined {
  try {
    const report: unknown = JSON.parse(text)
    if (typeof report !== 'object' || report === null || !('testResults' in report) || !Array.isArray(report.testResults)) return undefined
    return report.testResults as readonly FileReport[]
  } catch {
    // Cut off: the suite was killed while it wrote.
    return undefined
  }
}
