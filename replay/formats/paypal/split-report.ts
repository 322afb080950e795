/** Reports that PayPal split into several files: totals of sections and reports, proved over all of them. Reads no files. */

import type { ControlResult, FileSummary } from '../reading.ts'
import { FooterControls } from './footers.ts'
import type { OpenFooter, ReportPart } from './report-part.ts'
import { PayPalTotals } from './totals.ts'

/** What of a file is needed to join it with others. */
export type Joinable = Pick<FileSummary, 'file' | 'format' | 'controls' | 'notes' | 'part'>

/** The footers of one file by itself: those of a report that began in an earlier file cannot be proved, nor those of a section that did. */
export function proveAlone(part: ReportPart, footers: FooterControls): void {
  if (part.first.header !== undefined) proveAll(footers, part.sectionFooters, part.first.totals)
  if (part.number <= 1) proveAll(footers, part.reportFooters, part.totals)
}

export function splitNote({ number }: Pick<ReportPart, 'number'>): string {
  return `it is file ${number} of a report that was split: the report's own totals speak of all its files and were not proved`
}

/**
 * Proves the totals of split reports among files, and gives all of them back with what came out. The files of a report have one format, one
 * account (the profile's, and PayPal's as far as they say it) and one period; a file that could be of several reports, or whose report is not all there, stays as it was
 * proved by itself.
 */
export function joinReports<File extends Joinable>(files: readonly File[], accountOf: (file: File) => string = () => ''): File[] {
  const joined = new Map<File, File>()
  const leading = files.filter(({ part }) => part !== undefined && part.number <= 1)
  const followers = files.filter(({ part }) => part !== undefined && part.number > 1)
  const reports = Map.groupBy(followers, (file) => {
    const own = leading.filter(
      (lead) => lead.format === file.format && accountOf(lead) === accountOf(file) && areOfOneReport(lead.part, file.part),
    )
    return own.length === 1 ? own[0] : undefined
  })
  for (const [lead, others] of reports) {
    if (lead === undefined) continue
    const all = [lead, ...others.toSorted((a, b) => (a.part?.number ?? 0) - (b.part?.number ?? 0))]
    if (all.some(({ part }, index) => index > 0 && part?.number !== index + 1)) continue
    for (const [index, file] of proved(all).entries()) joined.set(all[index] ?? file, file)
  }
  return files.map((file) => joined.get(file) ?? file)
}

function areOfOneReport(lead: ReportPart | undefined, other: ReportPart | undefined): boolean {
  const agree = (a: string | undefined, b: string | undefined): boolean => a === undefined || b === undefined || a === b
  return agree(lead?.account, other?.account) && agree(lead?.period, other?.period)
}

/** All files of one report, in their order. */
function proved<File extends Joinable>(files: readonly File[]): File[] {
  const report = new PayPalTotals()
  for (const { part } of files) if (part !== undefined) report.include(part.totals)
  const hasEnd = files.some(({ part }) => part !== undefined && part.reportFooters.length > 0)
  let open: ReportPart['last']
  return files.map((file) => {
    const { part } = file
    if (part === undefined) return file
    const goesOn = open !== undefined && (part.first.header === undefined || part.first.header === open.header)
    const section = new PayPalTotals()
    if (open !== undefined && goesOn) section.include(open.totals)
    section.include(part.first.totals)
    const footers = new FooterControls(file.file, part.exponents)
    // A section that has neither a header nor an earlier file has nothing that it could be proved by.
    if (goesOn || part.first.header !== undefined) proveAll(footers, part.sectionFooters, section)
    proveAll(footers, part.reportFooters, report)
    // A section may be as long as three files.
    open = part.last === part.first && goesOn ? { totals: section, header: open?.header } : part.last
    const end = hasEnd ? '' : ', and none of them ends it (RF, RC): the last may be missing'
    return {
      ...file,
      controls: merged([...part.own, ...footers.results()]),
      notes: [
        ...file.notes.filter((note) => note !== splitNote(part)),
        `it is file ${part.number} of ${files.length} of one report, whose totals were proved over all of them${end}`,
      ],
    }
  })
}

function proveAll(footers: FooterControls, open: readonly OpenFooter[], totals: PayPalTotals): void {
  for (const { type, cells } of open) {
    if (type === 'SF' || type === 'RF') footers.totals(type, cells, totals)
    else footers.count(type, cells, totals.rows)
  }
}

/** One result a name, in the order of their first. */
function merged(results: readonly ControlResult[]): ControlResult[] {
  return [...Map.groupBy(results, ({ name }) => name).values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const sum = (of: 'checked' | 'failed'): number => same.reduce((total, each) => total + each[of], 0)
    return [{ ...first, checked: sum('checked'), failed: sum('failed'), failures: same.flatMap(({ failures }) => failures) }]
  })
}
