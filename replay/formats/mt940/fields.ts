/** Lines of SWIFT statement messages to tagged fields with their places. Knows tags and blocks, no meaning. */

import { HarnessError } from '../../../harness/model/errors.ts'
import type { RowPlace } from '../bank/bank-line.ts'
import { bytesBefore, type TextLine } from '../text-lines.ts'

export interface TaggedField {
  /** Without colons, such as `61` or `60F`; nothing for a statement line whose tag is damaged. */
  readonly tag: string
  readonly text: string
  /** Lines behind the first. */
  readonly more: readonly string[]
  readonly place: RowPlace
}

/** Only these: a line of free text may begin with a colon. */
const tagPattern = /^\s*:(20|21|25P?|28C?|34F|13D?|60[FM]|61|86|62[FM]|64|65|90[CD]|NS|NSF|94[0-2]):/

/**
 * `:61:` with a sign wrong, missing or too many, before what only a statement line begins with: dates, mark and amount. Taken for the rest of the text
 * before it, the line would be lost.
 */
export const damagedTag =
  /^\s*(?:[^:]?61:|:.?1:|:6.?:|:61.?|.:61:|:.61:|:6.1:|:61.:)(?=\d{6}(?:\d{4}| {1,4})?(?:R[CD]|E[CD]|[CD])[A-Z]? ?\d[\d.,]*[A-Z/])/

/** Tags that the minutes of a time look like. */
const minuteTags: ReadonlySet<string> = new Set(['13', '20', '21', '25', '28'])

/** Details that end with `…T16`, and on the next line of a bank that cuts texts anywhere what looks like a tag, `:20:37 …`: its name and what stands behind it. */
export function isMinuteOfTime(before: string, name: string, behind: string): boolean {
  return minuteTags.has(name) && /^[0-5]\d(?:\s|$)/.test(behind) && /(?:^|[\sT])(?:[01]\d|2[0-3])$/.test(before.trimEnd())
}

/** Headers before a message whose first field stands on the same line, as some programs write it. */
const headBeforeField = /^.*\{4:(?=:20:)/

/** Says of a message which it is, on a line of its own between the names of two banks; a message may stand before it. */
export const frameType = /^[\0-\x20]*(94[0-2])[\0-\x20]*$/
/** Behind these a message may end. */
export const closingTags = /^(?:6[245][FM]?|90[CD])$/

/** A field with more text than this is none: the standard allows 6 lines of 65. */
const fieldCharsMax = 65_536

interface OpenField {
  readonly tag: string
  readonly text: string
  readonly more: string[]
  readonly line: number
  readonly column: number
  readonly byteOffset: number
  endByte: number
  chars: number
}

/** Hands each field on when it is complete. `onBlock` is told of the headers between messages. Lines before the first tag are prose. */
export function taggedFields(
  file: string,
  onField: (field: TaggedField) => void,
  onBlock: (text: string) => void,
): { readonly line: (line: TextLine) => void; readonly end: () => void } {
  let open: OpenField | undefined
  let isClosed = false

  /** Behind the closing balance a message may begin so. */
  const isTime = ({ name, head }: LineTag, text: string): boolean =>
    open?.tag === '86' && !isClosed && isMinuteOfTime(open.more.at(-1) ?? open.text, name, text.slice(head))

  const end = (): void => {
    if (open === undefined) return
    const { tag, text, more, line, column, byteOffset, endByte } = open
    open = undefined
    onField({ tag, text, more, place: { line, column, byteOffset, byteLength: endByte - byteOffset } })
  }

  function takeLine(whole: TextLine): void {
    const { line, column, byteOffset, byteLength, text: raw } = whole
    const text = withoutFrame(raw)
    const [head] = /^(?:-\})?\{/.test(text) ? (headBeforeField.exec(text) ?? []) : []
    if (head !== undefined) {
      end()
      onBlock(head)
      const chars = raw.indexOf(text) + head.length
      const bytes = bytesBefore(whole, chars)
      const [rest, restBytes] = [raw.slice(chars), byteLength - bytes]
      takeLine({ ...whole, column: column + chars, byteOffset: byteOffset + bytes, byteLength: restBytes, text: rest })
      return
    }
    const tag = tagOf(text)
    if (tag !== undefined && !isTime(tag, text)) {
      end()
      if (tag.name === '20') isClosed = false
      else if (tag.name === '62F' || tag.name === '62M') isClosed = true
      const body = text.slice(tag.head)
      const before = raw.indexOf(text) + tag.column - 1
      open = {
        tag: tag.name,
        text: body,
        more: [],
        line,
        column: column + before,
        byteOffset: byteOffset + bytesBefore(whole, before),
        endByte: byteOffset + byteLength,
        chars: body.length,
      }
      return
    }
    if (text.startsWith('{') || text.startsWith('-}') || text.trim() === '-') {
      end()
      if (text.includes('{')) onBlock(text)
      return
    }
    const [, type] = frameType.exec(text) ?? []
    if (type !== undefined && (open === undefined || closingTags.test(open.tag))) {
      end()
      return onField({ tag: type, text: '', more: [], place: { line, column, byteOffset, byteLength } })
    }
    if (open === undefined || text.trim() === '') return
    open.chars += text.length
    if (open.chars > fieldCharsMax) {
      throw new HarnessError(
        'BAD_INPUT',
        `${file}: line ${line} (byte ${byteOffset}): field :${open.tag}: is longer than ${fieldCharsMax} characters`,
        {
          hint: 'expected an MT940 or MT942 file',
        },
      )
    }
    open.more.push(text)
    open.endByte = byteOffset + byteLength
  }

  return { end, line: takeLine }
}

interface LineTag {
  readonly name: string
  /** Characters up to and with its second colon. */
  readonly head: number
  readonly column: number
}

/** What nearly all lines begin with. */
const lineTag: LineTag = { name: '61', head: 4, column: 1 }
const detailsTag: LineTag = { name: '86', head: 4, column: 1 }

function tagOf(text: string): LineTag | undefined {
  if (text.startsWith(':86:')) return detailsTag
  if (text.startsWith(':61:')) return lineTag
  const first = text.charCodeAt(0)
  // Letters, digits, and signs such as `/` and `?`: no colon, no blank.
  const isText = first > 0x20 && first < 0x80 && first !== 0x3a
  if (isText && !text.startsWith('61:') && !text.startsWith('61:', 1) && !text.startsWith(':61:', 1)) return undefined
  const match = tagPattern.exec(text) ?? damagedTag.exec(text)
  if (match === null) return undefined
  const [{ length: head }, name = ''] = match
  return { name, head, column: head - match[0].trimStart().length + 1 }
}

/** Transport leaves control characters around messages: SOH, ETX, and SUB at the end of old files. */
function withoutFrame(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isFrame(text.charCodeAt(start))) start++
  while (end > start && isFrame(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** Control characters but the tab. */
function isFrame(code: number): boolean {
  return code < 0x20 && code !== 0x09
}
