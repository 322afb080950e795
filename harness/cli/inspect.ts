/** `tenfold inspect`: what historical files hold, before anything is replayed. */

import { resolve } from 'node:path'
import type { Inspection, QuarantinedRow } from '../../replay/index.ts'
import { quarantinedKept } from '../../replay/formats/quarantine.ts'
import { HarnessError } from '../model/errors.ts'
import type { CommandContext, Register } from './context.ts'
import { inspectionLines, summaryLines } from './inspection-lines.ts'
import { progressOf } from './live-progress.ts'
import { openQuarantineFile } from './quarantine-file.ts'
import { tellError } from './tell-error.ts'
import { writeJson, writeLines } from './write-lines.ts'

interface InspectOptions {
  readonly zone: string
  readonly decimalSeparator: '.' | ','
  readonly quarantine?: string
  readonly json?: boolean
}

type Inspected =
  | { readonly kind: 'inspection'; readonly inspection: Inspection }
  | { readonly kind: 'error'; readonly file: string; readonly code: string; readonly message: string; readonly hint: string }

export const registerInspect: Register = (program, context) => {
  program
    .command('inspect')
    .summary('what historical files hold: rows, totals, what is quarantined and why')
    .description(
      'Reads historical files and tells what they hold: format and version, period, rows, totals by kind and currency, the file’s own ' +
        'control totals (✓, or ✗ with the difference), and how many rows cannot be read for which reason, the first of them one by one. ' +
        'Known are reports of Stripe, PayPal and Adyen, exports of Shopify, bank statements (camt.053, camt.054, MT940, MT942, BAI2, OFX) ' +
        'and ledger CSV; plain, gzipped, or in a ZIP archive.',
    )
    .argument('<files...>', 'files or patterns, - for standard input; the format is detected from the content, never from the name')
    .option('--zone <iana>', 'time zone of days, and of times that name none', 'UTC')
    .option('--decimal-separator <sign>', 'of amounts in CSV files: "." or ","', '.')
    .option('--quarantine <file>', 'write every row that cannot be read to a new file, a line of JSON each: place, reason, field')
    .option(
      '--json',
      `everything as JSON on standard output, but of quarantined rows and failed controls the first ${quarantinedKept} a file, and their counts; ` +
        'sums are in the file’s own notation, totals of records in minor units as text',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  tenfold inspect history/*.csv\n  tenfold inspect bank.xml --zone Europe/Berlin --json\n  tenfold inspect "history/**/*.zip"\n  tenfold inspect bad.csv --quarantine rows.ndjson\n  zcat bank.sta.gz | tenfold inspect -',
    )
    .action(async (files: readonly string[], options: InspectOptions) => inspect(files, options, context))
}

async function inspect(patterns: readonly string[], options: InspectOptions, context: CommandContext): Promise<void> {
  checkOptions(options)
  const { expandFiles, inspectFiles, inspectionFacts, joinReports } = await import('../../replay/index.ts')
  using progress = progressOf(context)
  const onBytes = (file: string, bytes: number): void => progress.update(`${file}: ${Math.round(bytes / 1_000_000)} MB read`)
  const inspected: Inspected[] = []
  const fail = (file: string, error: HarnessError): void => {
    inspected.push({ kind: 'error', file, code: error.code, message: error.message, hint: error.hint })
    progress[Symbol.dispose]()
    const { text, exitStatus } = tellError(error, context.version)
    context.stderr.write(`${text}\n`)
    context.exitWith(exitStatus)
  }
  const files: string[] = []
  for (const pattern of patterns) {
    // One bad file of many is an answer about that file: the others are read all the same.
    const found = await expandFiles(context.folder, [pattern]).catch((error: unknown) => {
      if (!(error instanceof HarnessError)) throw error
      fail(pattern, error)
      return []
    })
    files.push(...found)
  }
  // Not before: a pattern would find it, and a slip in a name would leave it behind.
  using quarantine =
    options.quarantine === undefined || files.length === 0 ? undefined : openQuarantineFile(resolve(context.folder, options.quarantine))
  for (const file of files) {
    const path = file === '-' ? file : resolve(context.folder, file)
    const onQuarantined = (rows: readonly QuarantinedRow[]): void => {
      for (const row of rows) quarantine?.add({ ...row, file: shownName(path, file, row.file) })
    }
    for await (const each of inspectFiles(path, { ...options, onBytes, onQuarantined }, context.stdin)) {
      if (each.kind === 'error') fail(shownName(path, file, each.file), each.error)
      else inspected.push({ kind: 'inspection', inspection: named(each.inspection, shownName(path, file, each.inspection.file)) })
    }
  }
  quarantine?.end()
  progress[Symbol.dispose]()
  const inspections = joinReports(inspected.flatMap((each) => (each.kind === 'error' ? [] : [each.inspection])))
  if (options.json === true) {
    const rest = inspections.values()
    const facts = inspected.map((each) => {
      const inspection = each.kind === 'error' ? undefined : rest.next().value
      return inspection === undefined ? { ...each, readable: 'no' } : { kind: each.kind, ...inspectionFacts(inspection) }
    })
    return writeJson(context.stdout, facts)
  }
  await writeLines(context.stdout, [
    ...inspections.flatMap((inspection, index) => [...(index === 0 ? [] : ['']), ...inspectionLines(inspection)]),
    ...summaryLines(inspections, inspected.length - inspections.length),
  ])
}

function named(inspection: Inspection, file: string): Inspection {
  const { quarantined, controls } = inspection
  return {
    ...inspection,
    file,
    quarantined: { ...quarantined, rows: quarantined.rows.map((row) => ({ ...row, file })) },
    controls: controls.map((control) => ({ ...control, file })),
  }
}

/** As it was typed, with the member of an archive behind it. */
function shownName(path: string, typed: string, read: string): string {
  return read.startsWith(path) ? typed + read.slice(path.length) : read
}

function checkOptions({ zone, decimalSeparator }: InspectOptions): void {
  const problems: string[] = []
  if (!isZone(zone)) problems.push(`--zone must be an IANA zone such as Europe/Berlin, got ${JSON.stringify(zone)}`)
  if (!['.', ','].includes(decimalSeparator))
    problems.push(`--decimal-separator must be "." or ",", got ${JSON.stringify(decimalSeparator)}`)
  if (problems.length === 0) return
  throw new HarnessError('BAD_CONFIGURATION', 'the options cannot be meant', { problems, hint: 'tenfold inspect --help shows examples' })
}

function isZone(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text)
    return true
  } catch {
    return false
  }
}
