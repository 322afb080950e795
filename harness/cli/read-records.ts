/** Reads canonical records, one JSON object a line, and tells every line that is none. Knows nothing of matching. */

import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { decodeRecord } from '../model/decode-record.ts'
import { byteOrderMarkProblem } from '../model/byte-order-mark.ts'
import { HarnessError } from '../model/errors.ts'
import type { CanonicalRecord } from '../model/record.ts'

/** Problems that are told in full; the rest is counted. */
const problemsToldMax = 20

/** All records of the stream. Throws BAD_INPUT with the first problems, by line; blank lines are passed over. */
export async function readRecords(source: Readable, name: string): Promise<readonly CanonicalRecord[]> {
  const records: CanonicalRecord[] = []
  const problems: string[] = []
  let problemCount = 0
  let lineNumber = 0
  const tell = (text: string): void => {
    problemCount++
    if (problems.length < problemsToldMax) problems.push(`line ${lineNumber}: ${text}`)
  }
  await eachLine(source, name, (line) => {
    lineNumber++
    if (line.trim() === '') return
    const value = parseJson(line)
    if (value === undefined) return tell(`not JSON${lineNumber === 1 ? markOf(line) : ''}`)
    const decoded = decodeRecord(value)
    if (decoded.kind === 'record') records.push(decoded.record)
    else for (const { field, expected, seen } of decoded.problems) tell(`${field}: expected ${expected}, got ${seen}`)
  })
  if (problemCount > problems.length) problems.push(`and ${problemCount - problems.length} more`)
  if (problemCount > 0) throw badInput(`${name} holds what is no canonical record: ${problemCount} problem(s)`, problems)
  if (records.length === 0) throw badInput(`${name} holds no record`, [])
  return records
}

async function eachLine(source: Readable, name: string, take: (line: string) => void): Promise<void> {
  try {
    const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })
    lines.on('line', take)
    await new Promise<void>((done, fail) => {
      // A stream's error comes to the interface on top of it as well; a listener at one of them alone leaves the other's unhandled.
      source.once('error', fail)
      lines.once('error', fail)
      lines.once('close', done)
    })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    throw badInput(`${name} cannot be read (${code})`, [], cause)
  }
}

/** A mark of UTF-16 is no UTF-8: what is left of it are two signs that stand for what could not be read. */
function markOf(line: string): string {
  const mark = byteOrderMarkProblem(line.startsWith('\uFFFD\uFFFD') ? Buffer.of(0xff, 0xfe) : Buffer.from(line))
  return mark === undefined ? '' : `, but ${mark}`
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function badInput(message: string, problems: readonly string[], cause?: unknown): HarnessError {
  return new HarnessError('BAD_INPUT', message, {
    problems,
    hint: 'each line is one record in the wire form of docs/wire.md; tenfold generate writes an example',
    cause,
  })
}
