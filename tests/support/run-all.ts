/** Runs the suites, or those that are named, one after the other, live, and ends with one line that sums them: `N passed, N failed`. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumPath } from '../browser/chromium.ts'
import { findK6 } from '../../harness/k6/find-k6.ts'
import { HarnessError } from '../../harness/model/errors.ts'
import { findEngine } from '../containers/engine.ts'
import { closingLine, countSuite } from './run-all-counts.ts'
import type { SuiteCounts } from './run-all-counts.ts'

const root = join(import.meta.dirname, '..', '..')
/** `lacks`: why this machine cannot run it; undefined where it can. */
const suites: readonly { readonly name: string; readonly config: string; readonly lacks: () => Promise<string | undefined> }[] = [
  { name: 'unit', config: 'vitest.config.ts', lacks: async () => undefined },
  { name: 'end-to-end', config: 'vitest.e2e.config.ts', lacks: async () => undefined },
  {
    name: 'browser',
    config: 'vitest.browser.config.ts',
    lacks: async () =>
      chromiumPath(process.env) === undefined
        ? 'the browser test of the report (npm run test:browser), because this machine has no Chromium (install it, or set CHROME_PATH)'
        : undefined,
  },
  {
    name: 'k6',
    config: 'vitest.k6.config.ts',
    async lacks() {
      try {
        findK6(process.env, root)
        return undefined
      } catch (error) {
        if (!(error instanceof HarnessError)) throw error
        return `the tests with the real k6 (npm run test:k6), because ${error.message} (${error.hint})`
      }
    },
  },
  {
    name: 'container',
    config: 'vitest.containers.config.ts',
    async lacks() {
      const engine = await findEngine()
      return typeof engine === 'string'
        ? `the tests of the stack in containers (npm run test:containers), because ${engine} (docs/containers.md)`
        : undefined
    },
  },
]

const named = process.argv.slice(2)
const unknown = named.filter((name) => !suites.some((suite) => suite.name === name))
if (unknown.length > 0) throw new Error(`no suite is called ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}`)

const remarks: string[] = []
const counted: SuiteCounts[] = []
const reports = mkdtempSync(join(tmpdir(), 'tenfold-tests-'))
try {
  for (const { name, config, lacks } of suites.filter((suite) => named.length === 0 || named.includes(suite.name))) {
    const lack = await lacks()
    if (lack !== undefined) {
      remarks.push(`not run: ${lack}`)
      continue
    }
    console.log(`\n== ${name} tests (${config})`)
    const reportFile = join(reports, `${name}.json`)
    const status = await runVitest(config, reportFile)
    const counts = countSuite(existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : undefined, status)
    counted.push(counts)
    remarks.push(...counts.problems.map((problem) => `${name} tests: ${problem}`))
    if (counts.skipped > 0) remarks.push(`${name} tests: ${counts.skipped} skipped`)
    // Ctrl-C or SIGTERM: the suites that are left are not started.
    if (status >= 128) break
  }
} finally {
  rmSync(reports, { recursive: true, force: true })
}
// `.ci/run` repeats what stands under this heading as its own last lines.
if (remarks.length > 0) console.log(`\n== what failed or was not run\n${remarks.join('\n')}`)
console.log(`\n${closingLine(counted)}`)
process.exitCode = counted.every(({ failed }) => failed === 0) ? 0 : 1

/** Exit status of a suite, 128 and more when a signal ended it or us. */
async function runVitest(config: string, reportFile: string): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  let interrupted = false
  const pass = (signal: NodeJS.Signals): void => {
    interrupted = true
    // A terminal has sent Ctrl-C to the child as well; what comes from elsewhere it has not seen.
    if (signal === 'SIGTERM' || !process.stdout.isTTY) child.kill(signal)
  }
  process.on('SIGTERM', pass).on('SIGINT', pass)
  const [status] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  process.off('SIGTERM', pass).off('SIGINT', pass)
  return interrupted || status === null ? 130 : status
}
