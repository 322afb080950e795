/** Inspected files as lines for a person, on a terminal of 80 columns. Pure. */

import type { ControlTotal, HistoryFormat, Inspection, QuarantinedRow } from '../../replay/index.ts'
import { currencyExponent } from '../model/currency.ts'
import { formatMajor } from '../model/money.ts'
import { alignColumns } from './align-columns.ts'
import { wrapText } from './wrap-text.ts'

/** Quarantined rows and failed controls that are printed one by one. */
const rowsToldMax = 20

/** Format and version, period, rows, totals, controls, and what is quarantined for which reason. */
export function inspectionLines(inspection: Inspection): readonly string[] {
  return [
    inspection.file,
    ...headLines(inspection),
    ...totalLines(inspection.totals),
    ...controlLines(inspection),
    ...quarantineLines(inspection),
    ...decimalCommaLines(inspection),
    ...inspection.notes.flatMap((note) => wrapText(`  note: ${note}`)),
  ]
}

function headLines({
  format,
  figures = {},
  firstDate,
  lastDate,
  physicalRows,
  records,
  quarantined,
  notBooked,
}: Inspection): readonly string[] {
  const { version, dialect, statements } = figures
  const written = [format, version === undefined ? 'names no version' : `version ${version}`, ...(dialect === undefined ? [] : [dialect])]
  const inStatements = statements === undefined ? '' : ` in ${statements} ${statements === 1 ? 'statement' : 'statements'}`
  return [
    ...wrapText(`  format  ${written.join(', ')}`, { indent: 8 }),
    `  period  ${firstDate === undefined ? 'none: there is no record' : `${firstDate} to ${lastDate}`}`,
    ...wrapText(
      `  rows    ${physicalRows}${inStatements} = ${records} records + ${quarantined.count} quarantined + ${notBooked} not booked`,
      { indent: 8 },
    ),
  ]
}

function totalLines(totals: readonly ControlTotal[]): readonly string[] {
  if (totals.length === 0) return []
  const rows = [...Map.groupBy(totals, ({ side, currency }) => `${side} ${currency}`).values()].flatMap((same) => [
    ...same.map(totalCells),
    ...(same.length > 1 ? [totalCells(together(same))] : []),
  ])
  return alignColumns([['side', 'kind', 'currency', 'records', 'gross', 'net'], ...rows], { rightFrom: 3 }).map((line) => `  ${line}`)
}

type ToldTotal = Omit<ControlTotal, 'kind'> & { readonly kind: string }

function totalCells({ side, kind, currency, records, grossMinor, netMinor }: ToldTotal): readonly string[] {
  const major = (minor: bigint): string => formatMajor(minor, currencyExponent(currency) ?? 0)
  return [side, kind, currency, `${records}`, major(grossMinor), major(netMinor)]
}

/** All kinds of one side and currency. */
function together(totals: readonly ControlTotal[]): ToldTotal {
  const sum: ToldTotal = { side: 'bank', currency: '', ...totals[0], kind: '(all)', records: 0, grossMinor: 0n, netMinor: 0n }
  return totals.reduce(
    (all, each) => ({
      ...all,
      records: all.records + each.records,
      grossMinor: all.grossMinor + each.grossMinor,
      netMinor: all.netMinor + each.netMinor,
    }),
    sum,
  )
}

function controlLines({ controls }: Inspection): readonly string[] {
  if (controls.length === 0) return ['  – no control total that could be proved']
  return controls.flatMap(({ name, checked, failed, failures }) => [
    `  ${failed === 0 ? '✓' : '✗'} ${name}: ${checked - failed} of ${checked} hold`,
    ...failures.slice(0, rowsToldMax).flatMap(({ subject, expected, actual, difference }) => {
      const between = difference === undefined ? '' : `, difference ${difference}`
      return wrapText(`    ${subject}: expected ${expected}, found ${actual}${between}`)
    }),
    ...rest(failed, `more that do not hold (--json has the first ${failures.length})`),
  ])
}

function quarantineLines({ quarantined: { count, reasons, rows } }: Inspection): readonly string[] {
  if (count === 0) return []
  const counts = Object.entries(reasons).map(([reason, ofReason]) => [reason, `${ofReason}`])
  const table = alignColumns([['quarantined', 'rows'], ...counts], { rightFrom: 1 })
  return [
    ...table.map((line) => `  ${line}`),
    ...rows.slice(0, rowsToldMax).flatMap(quarantinedLines),
    ...rest(count, 'more (--quarantine FILE writes each of them)'),
  ]
}

/** Of tables alone: PayPal's reports have whole numbers of the smallest unit, and statements of banks the sign of their standard. */
const decimalSeparatorFormats: ReadonlySet<HistoryFormat> = new Set([
  'stripe-itemized',
  'stripe-balance-change',
  'stripe-payouts',
  'adyen-settlement',
  'shopify-orders',
  'shopify-transactions',
  'ledger-csv',
])

/** Rows of a table that were all refused for amounts such as `1,50`: what to type. */
function decimalCommaLines({ format, records, quarantined: { count, reasons, rows } }: Inspection): readonly string[] {
  if (records > 0 || count === 0 || reasons['amount'] !== count || !decimalSeparatorFormats.has(format)) return []
  if (!rows.every(({ value }) => /^-?[\d.]+,\d{1,3}$/.test(`${value}`))) return []
  return wrapText('  hint: the amounts seem to have a decimal comma; --decimal-separator , reads them (decimalSeparator in a profile)')
}

function quarantinedLines({ line, column, reason, field, expected, value }: QuarantinedRow): readonly string[] {
  const seen = value === undefined ? '' : `, got ${JSON.stringify(value)}`
  return wrapText(`    line ${line}, column ${column} (${reason}): ${field === undefined ? '' : `${field}: `}expected ${expected}${seen}`)
}

function rest(count: number, what: string): readonly string[] {
  return count > rowsToldMax ? wrapText(`    and ${count - rowsToldMax} ${what}`) : []
}

/** What several files are together; nothing for one. */
export function summaryLines(inspections: readonly Inspection[], refused: number): readonly string[] {
  if (inspections.length + refused < 2) return []
  const sum = (of: (inspection: Inspection) => number): number => inspections.reduce((total, each) => total + of(each), 0)
  const failed = sum(({ controls }) => controls.reduce((total, control) => total + control.failed, 0))
  const checked = sum(({ controls }) => controls.reduce((total, control) => total + control.checked, 0))
  const rows = sum(({ physicalRows }) => physicalRows)
  const records = sum((each) => each.records)
  const quarantined = sum((each) => each.quarantined.count)
  return [
    '',
    `${inspections.length} files read, ${refused} refused`,
    ...wrapText(`  rows    ${rows} = ${records} records + ${quarantined} quarantined + ${sum(({ notBooked }) => notBooked)} not booked`, {
      indent: 8,
    }),
    checked === 0
      ? '  these files state no totals to prove'
      : `  ${failed === 0 ? '✓' : '✗'} ${checked - failed} of ${checked} controls hold`,
  ]
}
