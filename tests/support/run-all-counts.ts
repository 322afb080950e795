/** What a suite's JSON report says in two numbers. Pure: knows nothing of processes and files. */

export interface SuiteCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Sentences on what failed: each test with the first lines of its message, and what failed outside of a test (a file that could not be loaded, no test at all, an odd ending). */
  readonly problems: readonly string[]
}

interface FileReport {
  readonly name: string
  readonly status: string
  /** What failed where no test stands: of the file's own code. */
  readonly message?: string
  readonly assertionResults: readonly {
    readonly status: string
    readonly fullName?: string
    readonly failureMessages?: readonly string[] | null
  }[]
}

/** Lines of a failure that its closing sentence repeats; the whole stands in the suite's own output. */
const messageLines = 12

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
  const outside = unloaded.map((file) => `${file.name} failed outside of its tests${head(file.message)}`)
  const [passed, failed] = [count('passed'), count('failed')]
  if (passed + failed === 0 && outside.length === 0) outside.push('it ran no test')
  if (exitStatus !== 0 && failed === 0 && outside.length === 0) outside.push(`it ended with exit status ${exitStatus}`)
  return {
    passed,
    failed: failed + outside.length,
    skipped: count('pending', 'skipped', 'todo', 'disabled'),
    problems: [...files.flatMap(failedTests), ...outside],
  }
}

function failedTests(file: FileReport): string[] {
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${file.name} > ${fullName ?? 'a test'} failed${head(failureMessages?.join('\n'))}`)
}

/** A message's first lines, indented below its sentence. */
function head(message: string | undefined): string {
  if (message === undefined || message.trim() === '') return ''
  const lines = message.trim().split('\n')
  const more = lines.length > messageLines ? [`… ${lines.length - messageLines} more lines above`] : []
  return `:\n${[...lines.slice(0, messageLines), ...more].map((line) => `    ${line}`).join('\n')}`
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
