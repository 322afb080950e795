/** An inspected file as lines for a person. Pure. */

import type { Inspection } from '../../replay/index.ts'
import { currencyExponent } from '../model/currency.ts'
import { formatMajor } from '../model/money.ts'
import { alignColumns } from './align-columns.ts'

/** Quarantined rows and failed controls that are printed; `--json` has all of them. */
const rowsToldMax = 20

export function inspectionLines(inspection: Inspection): readonly string[] {
  const { file, format, physicalRows, records, quarantined, notBooked, firstDate, lastDate } = inspection
  const span = firstDate === undefined ? '' : `, ${firstDate} to ${lastDate}`
  return [
    `${file}: ${format}, ${physicalRows} rows = ${records} records + ${quarantined.count} quarantined + ${notBooked} not booked${span}`,
    ...totalLines(inspection),
    ...controlLines(inspection),
    ...quarantineLines(inspection),
    ...inspection.notes.map((note) => `  note: ${note}`),
  ]
}

function totalLines({ totals }: Inspection): readonly string[] {
  if (totals.length === 0) return []
  const rows = totals.map(({ side, kind, currency, records, grossMinor, netMinor }) => {
    const major = (minor: bigint): string => formatMajor(minor, currencyExponent(currency) ?? 0)
    return [side, kind, currency, `${records}`, major(grossMinor), major(netMinor)]
  })
  return alignColumns([['side', 'kind', 'currency', 'records', 'gross', 'net'], ...rows], { rightFrom: 3 }).map((line) => `  ${line}`)
}

function controlLines({ controls }: Inspection): readonly string[] {
  return controls.flatMap(({ name, checked, failed, failures }) => [
    `  control ${name}: ${checked - failed} of ${checked} hold`,
    ...failures.slice(0, rowsToldMax).map(({ subject, expected, actual }) => `    ${subject}: expected ${expected}, got ${actual}`),
    ...rest(failed, 'failed ones'),
  ])
}

function quarantineLines({ quarantined }: Inspection): readonly string[] {
  const rows = quarantined.rows.slice(0, rowsToldMax).map(({ line, column, reason, field, expected, value }) => {
    const seen = value === undefined ? '' : `, got ${JSON.stringify(value)}`
    return `  quarantined line ${line}, column ${column} (${reason}): ${field === undefined ? '' : `${field} `}expected ${expected}${seen}`
  })
  return [...rows, ...rest(quarantined.count, 'quarantined rows')]
}

function rest(count: number, what: string): readonly string[] {
  return count > rowsToldMax ? [`  and ${count - rowsToldMax} more ${what} (--json shows all)`] : []
}
