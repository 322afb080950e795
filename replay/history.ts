/** Files and a profile to one history: canonical records in the order of time, with everything that was left out. */

import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { byteOrderMarkProblem } from '../harness/model/byte-order-mark.ts'
import { HarnessError } from '../harness/model/errors.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { controlTotals, type ControlTotal } from './control-totals.ts'
import { bankIdNote, settleBankIds } from './bank-ids.ts'
import { isBankFormat } from './formats/bank-formats.ts'
import type { BankLineIds } from './formats/bank/record-ids.ts'
import { missingNotes, SeenStatements } from './formats/camt/repeated-statements.ts'
import { joinReports } from './formats/paypal/split-report.ts'
import { QuarantineTally, type Quarantined } from './formats/quarantine.ts'
import type { ControlResult, FileSummary, QuarantinedRow } from './formats/reading.ts'
import { dayRules } from './day-rules.ts'
import { drained, type RecordStream } from './formats/record-stream.ts'
import { LeadingRecords } from './formats/same-transactions.ts'
import { fillFromOtherFiles } from './later-downloads.ts'
import type { DayRuleOf } from './pace.ts'
import { isFilling, parseHistoryProfile, profilesOf, type FileProfile, type HistoryProfile } from './profile.ts'
import { privateIds, privateKeyBytes } from './private-ids.ts'
import { decomposeNamedPayouts } from './named-payouts.ts'
import { rawRows, type RawRow, type RowInFile } from './raw-rows.ts'
import { streamHistoryFile } from './read-file.ts'
import { isFileOrGone } from './sources/expand-files.ts'
import { openInputs, type OpenedInput } from './sources/open-inputs.ts'
import { absentNotes, leftOutNotes, requireMembers } from './unmatched-entries.ts'

export interface HistoryFile {
  readonly file: string
  readonly format: FileSummary['format']
  readonly physicalRows: number
  readonly records: number
  readonly quarantined: number
  readonly notBooked: number
}

export interface History {
  /** Ascending by `occurredAt`; records of one instant keep the order of files and rows. */
  readonly records: readonly CanonicalRecord[]
  readonly files: readonly HistoryFile[]
  readonly quarantined: Quarantined
  /** Rows themselves, read again; in the order of their files. */
  readonly rawRows: (rows: readonly RowInFile[]) => AsyncIterable<RawRow>
  /** What the files say of themselves, proved again. */
  readonly controls: readonly ControlResult[]
  readonly totals: readonly ControlTotal[]
  /** What should be known of a file besides, each with the file's name; then of accounts, whose files say more together than alone. */
  readonly notes: readonly string[]
  /** For records that may have only a day: the day of their account. */
  readonly dayRuleOf: DayRuleOf
}

export const profileFileName = 'profile.json'

interface LoadOptions {
  /** Ids that tell of a person are made unknowable with it; absent: a fresh one, so that two loads have other words for them. */
  readonly key?: Uint8Array
  readonly signal?: AbortSignal | undefined
  /** Told each quarantined row as it is read; the history itself has the first ones. Reading waits until it is done with them. */
  readonly onQuarantined?: (rows: readonly QuarantinedRow[]) => void | Promise<void>
}

/** What is kept of one file. */
interface LoadedFile extends FileSummary {
  readonly records: readonly CanonicalRecord[]
  /** Of bank lines, record by record: those may be replaced by what fills them. */
  readonly bankIds: readonly BankLineIds[] | undefined
  readonly quarantined: number
  readonly owner: string
}

/**
 * Reads the files of a folder that the profile is about, or exactly the named files; names are relative to `folder`. Throws BAD_INPUT
 * for files that cannot be read, and when no record comes out; the reason of `signal` when that is aborted before the files are read.
 */
export async function loadHistory(
  folder: string,
  profile: HistoryProfile,
  files?: readonly string[],
  { key = randomBytes(privateKeyBytes), signal, onQuarantined }: LoadOptions = {},
): Promise<History> {
  const names = files ?? (await filesOfFolder(folder)).filter((name) => isOfProfile(profile, name))
  const unjoined: LoadedFile[] = []
  const quarantined = new QuarantineTally()
  const leading = new LeadingRecords()
  /** Two owners may have accounts of one name. */
  const statementsOf = new Map<string, SeenStatements>()
  const innerOf = new Map<string, string>()
  const inOrder = leadersFirst(names, profile)
  const isFilled = inOrder.some(({ fills }) => fills)
  const read: string[] = []
  const notes: string[] = []
  for (const { name, fills } of inOrder) {
    const archive = { name, members: [] as string[], leftOut: [] as string[] }
    for await (const input of openInputs(join(folder, name))) {
      const inner = innerName(name, input)
      const own = input.member === undefined ? [] : profilesOf(profile, inner)
      const profiles = own.length > 0 ? own : profilesOf(profile, name)
      if (input.member !== undefined) archive.members.push(input.member)
      // An archive whose members the profile names one by one may hold others.
      if (profiles.length === 0 && input.member !== undefined && isOfProfile(profile, name)) {
        archive.leftOut.push(input.member)
        continue
      }
      if (profiles.some(isFilling) !== fills) continue
      read.push(inner)
      // Errors tell the path that can be opened, results the name inside of the folder, which moves with it.
      const chunks = signal === undefined ? input.chunks : untilAborted(input.chunks, signal)
      innerOf.set(input.file, inner)
      const owner = ownerOf(profiles)
      const statements = statementsOf.get(owner) ?? new SeenStatements()
      statementsOf.set(owner, statements)
      const stream = streamHistoryFile({ ...input, chunks }, profiles, fills ? leading.admit : undefined, statements)
      const { records, bankIds, summary, bad } = await loadFile(stream, async (rows) => {
        const named = rows.map((row) => ({ ...row, file: inner }))
        quarantined.add(named)
        await onQuarantined?.(named)
      })
      // What a leading export leaves out is filled in place, by those that follow it; of a processor's transactions also what one of those tells first.
      if (isFilled && (!fills || !isBankFormat(summary.format))) leading.add(records, fills)
      const controls = summary.controls.map((control) => ({ ...control, file: inner }))
      unjoined.push({ ...summary, file: inner, controls, records, bankIds, quarantined: bad, owner })
    }
    if (fills || archive.members.length === 0) continue
    requireMembers(profile, archive)
    notes.push(...leftOutNotes(archive))
  }
  notes.push(...(await absentNotes(folder, profile, [...names, ...read])))
  const readings = joinReports(unjoined, ({ owner }) => owner)
  const { idOf, recordOf } = privateIds(key)
  const filled = fillFromOtherFiles(readings.map((reading) => reading.records))
  const settled = settleBankIds(readings.map(({ bankIds }, file) => ({ records: filled[file] ?? [], bankIds })))
  const records = inOrderOfTime(settled.records).map(recordOf)
  decomposeNamedPayouts(records)
  if (records.length === 0) {
    throw new HarnessError('BAD_INPUT', `${folder}: no record in ${names.length} files`, {
      hint: 'look at the files with: tenfold inspect FILE…',
    })
  }
  return {
    records,
    files: readings.map(({ file, format, physicalRows, records: own, quarantined: bad, notBooked }) => ({
      file,
      format,
      physicalRows,
      records: own.length,
      quarantined: bad,
      notBooked,
    })),
    quarantined: quarantined.result(),
    rawRows: (rows) => rawRowsOf(folder, names, rows),
    controls: readings.flatMap((reading) => reading.controls),
    get totals() {
      return controlTotals(records)
    },
    notes: [
      ...readings.flatMap(({ file, notes: own }) => own.map((note) => `${file}: ${note}`)),
      ...[...statementsOf.values()].flatMap(missingNotes).map(({ file, note }) => `${innerOf.get(file) ?? file}: ${note}`),
      ...leading.notes(),
      ...settled.doubts.map((doubt) => bankIdNote(doubt, idOf(doubt.account))),
      ...notes,
    ],
    dayRuleOf: dayRules(profile, idOf, records),
  }
}

/** All records of a file; its quarantined rows are counted and handed on. */
async function loadFile(
  stream: RecordStream,
  onQuarantined: (rows: readonly QuarantinedRow[]) => Promise<void>,
): Promise<{
  readonly records: CanonicalRecord[]
  readonly bankIds: LoadedFile['bankIds']
  readonly summary: FileSummary
  readonly bad: number
}> {
  const records: CanonicalRecord[] = []
  let bankIds: BankLineIds[] | undefined
  let bad = 0
  const summary = await drained(stream, async (batch) => {
    for (const record of batch.records) records.push(record)
    if (batch.bankIds !== undefined) (bankIds ??= []).push(...batch.bankIds)
    bad += batch.quarantined.length
    if (batch.quarantined.length > 0) await onQuarantined(batch.quarantined)
  })
  return { records, bankIds, summary, bad }
}

async function* untilAborted<Chunk>(chunks: AsyncIterable<Chunk>, signal: AbortSignal): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    yield chunk
  }
}

/** Whose files may be parts of one report. */
function ownerOf(profiles: readonly FileProfile[]): string {
  return JSON.stringify(profiles.map((entry) => ['tenant' in entry ? [entry.tenant, entry.merchant] : [], entry.account]))
}

/** As the profile and the results call it: a member of an archive stands behind the archive's name. */
function innerName(name: string, { member }: OpenedInput): string {
  return member === undefined ? name : `${name}/${member}`
}

async function* rawRowsOf(folder: string, names: readonly string[], quarantined: readonly RowInFile[]): AsyncGenerator<RawRow> {
  const rowsOf = Map.groupBy(quarantined, ({ file }) => file)
  const found = [...rowsOf.keys()]
  for (const name of names.filter((each) => found.some((file) => file === each || file.startsWith(`${each}/`)))) {
    for await (const input of openInputs(join(folder, name))) {
      const inner = innerName(name, input)
      const rows = rowsOf.get(inner)
      if (rows !== undefined) yield* rawRows(inner, input.chunks, rows)
    }
  }
}

/** Exports that fill what others leave out come after those: by the profile, not by the name. An archive may hold both, and comes twice. */
function leadersFirst(names: readonly string[], profile: HistoryProfile): { readonly name: string; readonly fills: boolean }[] {
  const passes = profile.files.some(isFilling) ? [false, true] : [false]
  return passes.flatMap((fills) =>
    names
      .filter((name) => {
        const own = profilesOf(profile, name)
        const isWhole = own.length > 0 && !profile.files.some(({ file }) => file.startsWith(`${name}/`))
        return !isWhole || own.some(isFilling) === fills
      })
      .map((name) => ({ name, fills })),
  )
}

/** Reads and checks a profile file. Throws BAD_INPUT if it is not there or no JSON, BAD_CONFIGURATION if it is no profile. */
export async function loadHistoryProfile(path: string): Promise<HistoryProfile> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (cause) {
    throw new HarnessError('BAD_INPUT', `${path}: the history's profile cannot be read`, {
      hint: 'expected a profile.json beside the files',
      cause,
    })
  }
  try {
    return parseHistoryProfile(JSON.parse(bytes.toString()), path)
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause
    const mark = byteOrderMarkProblem(bytes)
    const problems = mark === undefined ? [] : [mark]
    throw new HarnessError('BAD_INPUT', `${path}: is not JSON`, { hint: 'expected a history profile', problems, cause })
  }
}

/** Stable: ties keep their order. */
export function inOrderOfTime(records: readonly CanonicalRecord[]): CanonicalRecord[] {
  // Each text is read once: a sort compares it twenty times.
  const timesMs = Float64Array.from(records, ({ occurredAt }) => Date.parse(occurredAt))
  const order = Array.from(records.keys()).toSorted((a, b) => (timesMs[a] as number) - (timesMs[b] as number))
  return order.map((index) => records[index] as CanonicalRecord)
}

/** Whether the profile is about a file, or about members of it if it is an archive. */
export function isOfProfile(profile: HistoryProfile, name: string): boolean {
  return profilesOf(profile, name).length > 0 || profile.files.some(({ file }) => file.startsWith(`${name}/`))
}

/** Links to files are files: that is how a mounted folder may show them. */
async function filesOfFolder(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const names: string[] = []
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile() || (entry.isSymbolicLink() && (await isFileOrGone(path)))) names.push(relative(folder, path).split(sep).join('/'))
    }
    return names.toSorted()
  } catch (cause) {
    throw new HarnessError('BAD_INPUT', `${folder}: the history's folder cannot be read`, { hint: 'check the path', cause })
  }
}
