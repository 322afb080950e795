/** Lines of a BAI2 file to logical records with their places. Knows record codes and how records end, no meaning. */

import { HarnessError } from '../../../harness/model/errors.ts'
import type { RowPlace } from '../bank/bank-line.ts'
import { bytesBefore, type TextLine } from '../text-lines.ts'

export interface Bai2Record {
  /** 01, 02, 03, 16, 49, 98, 99, a code that is not one, or nothing for one that is damaged. */
  readonly code: string
  /** Without the code. Commas of a text are still separators here: the text is the rest of the fields. */
  readonly fields: readonly string[]
  /** The record itself and its continuations: what the trailers count. */
  readonly physicalRecords: number
  readonly place: RowPlace
}

/** A record with its continuations may have as many characters. */
const recordCharsMax = 1_048_576

const codePattern = /^\s*(\d\d),/

/**
 * Behind the slash that ends a record, blanks may fill the block, and the next record may follow on the same line. In a free
 * text a slash is a slash: only a slash, a blank and the whole beginning of a record make a border. A transaction may be damaged in its code, its
 * type or its amount: its first four fields then have to look like a transaction's all the same.
 */
const heads =
  /(?:01,[^,/]*,[^,/]*,\d{6,8},|02,[^,/]*,[^,/]*,\d?,\d{6,8},|03,[^,/]*,|16,\d{3},[+-]?\d*,|88,|49,[+-]?\d*,\d+\/|9[89],[+-]?\d*,\d+,\d+\/)/
    .source
const damagedTransaction = /(?:.?6,|1.?,|16.?|.16,|1.6,)\d{3},[+-]?\d+,[012SVDZ]?,|16,[^\s,/]{1,4},[^\s,/]{1,20},[012SVDZ]?,/.source
const borderPattern = new RegExp(`/\\s+(?=${heads}|${damagedTransaction})`)

/** Of a file whose line ends went missing on the way: its second record stands right behind the slash of the first. */
const closeBorderPattern = new RegExp(`/\\s*(?=${heads})`)
const closeBeginning = /^\s*01,[^/]*\/02,[^,/]*,[^,/]*,\d?,\d{6,8},/

/** What stands between two records of a file, by its beginning. */
export function borderOf(beginning: string): RegExp {
  return closeBeginning.test(beginning) ? closeBorderPattern : borderPattern
}

/**
 * The head of a transaction whose code has a sign wrong, missing or too many (`l6,165,…`, `6,165,…`, `016,165,…`), or has lost its comma. Taken for
 * the rest of the text before it, the row would be lost.
 */
export const damagedHead = /^\s*(?:.?6,|1.?,|16.?|.16,|1.6,)(?=\d{3},[+-]?\d+(?:,|\/|\s*$))/

interface OpenRecord {
  readonly code: string
  parts: string[]
  chars: number
  physicalRecords: number
  readonly line: number
  readonly column: number
  readonly byteOffset: number
  endByte: number
}

/** Hands each record on when it is complete, with the fields of its continuations (88) behind its own. */
export function bai2Records(
  file: string,
  onRecord: (record: Bai2Record) => void,
): { readonly line: (line: TextLine) => void; readonly end: () => void } {
  let open: OpenRecord | undefined
  let borders: RegExp | undefined

  const end = (): void => {
    if (open === undefined) return
    const { code, parts, physicalRecords, line, column, byteOffset, endByte } = open
    open = undefined
    const fields = parts.join(',').split(',')
    onRecord({ code, fields, physicalRecords, place: { line, column, byteOffset, byteLength: endByte - byteOffset } })
  }

  function grow(record: OpenRecord, part: string, line: TextLine): void {
    record.chars += part.length
    if (record.chars <= recordCharsMax) return
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: line ${line.line} (byte ${line.byteOffset}): a record has more than ${recordCharsMax} characters`,
      {
        hint: 'expected a BAI2 file',
      },
    )
  }

  function piece(text: string, line: TextLine, at: number): void {
    const code = codePattern.exec(text) ?? damagedHead.exec(text)
    const endByte = line.byteOffset + bytesBefore(line, at + text.length)
    if (code === null) {
      // A line break inside of a text.
      if (open === undefined || text.trim() === '') return
      const body = withoutEnd(text)
      grow(open, body, line)
      open.parts.push(`${open.parts.pop() ?? ''} ${body.trim()}`)
      open.endByte = endByte
      return
    }
    const body = withoutEnd(text.slice(code[0].length))
    if (code[1] === '88' && open !== undefined) {
      grow(open, body, line)
      open.parts.push(body)
      open.physicalRecords++
      open.endByte = endByte
      return
    }
    end()
    const blanks = code[0].length - code[0].trimStart().length
    const byteOffset = line.byteOffset + bytesBefore(line, at + blanks)
    open = {
      code: code[1] ?? '',
      parts: [body],
      chars: body.length,
      physicalRecords: 1,
      line: line.line,
      column: at + blanks + 1,
      byteOffset,
      endByte,
    }
  }

  return {
    end,
    line(line) {
      let rest = withoutFileEnd(line.text)
      let at = 0
      borders ??= rest.trim() === '' ? undefined : borderOf(rest)
      for (;;) {
        const border = rest.includes('/') ? borders?.exec(rest) : null
        if (!border) break
        const length = border.index + border[0].length
        piece(rest.slice(0, border.index + 1), line, at)
        rest = rest.slice(length)
        at += length
      }
      piece(rest, line, at)
    },
  }
}

/** Old systems end a file with SUB, or fill its last block with NUL. */
function withoutFileEnd(text: string): string {
  let end = text.length
  while (end > 0 && (text.charCodeAt(end - 1) === 0x1a || text.charCodeAt(end - 1) === 0)) end--
  return end === text.length ? text : text.slice(0, end)
}

/** Without the slash that ends a record, and blanks behind it. */
function withoutEnd(text: string): string {
  const trimmed = text.trimEnd()
  return trimmed.endsWith('/') ? trimmed.slice(0, -1) : trimmed
}
