/** Where the rows of a file stand, by patterns alone: a second and simpler opinion than the readers'. */

import type { HistoryFormat } from '../../replay/formats/reading.ts'

/** Of bytes, or of characters that are a byte each. */
export interface Span {
  readonly start: number
  readonly end: number
}

const entry = /<(?:\w+:)?Ntry>[^]*?<\/(?:\w+:)?Ntry>/g
const payPalRow = /^"?SB"?,.*/gm
const line = /[^\r\n]+/g

/** Formats that are not here have a header and then a row a line. */
const patterns: Readonly<Partial<Record<HistoryFormat, RegExp>>> = {
  camt053: entry,
  camt054: entry,
  mt940: /^:61:[^]*?(?=\s*(?:^:(?!86:)|^-|^\{|(?![^])))/gm,
  bai2: /^16,[^]*?(?=\s*(?:^(?!88,)\d\d,|(?![^])))/gm,
  ofx: /<STMTTRNP?>[^]*?(?:<\/STMTTRNP?>|(?=\s*(?:<STMTTRN|<\/BANKTRANLIST)))/gi,
  'paypal-stl': payPalRow,
  'paypal-trr': payPalRow,
  'stripe-api': /^\{"id":.*\}/gm,
}

/** `text` has a character for each byte. None where the patterns see other rows than the `rows` that the reader counts: quoted line ends, an envelope on one line. */
export function rowSpans(format: HistoryFormat, text: string, rows: number): readonly Span[] {
  const pattern = patterns[format]
  const found = Array.from(text.matchAll(pattern ?? line), (match) => ({ start: match.index, end: match.index + match[0].length }))
  const spans = pattern === undefined ? found.slice(1) : found
  return spans.length === rows ? spans : []
}

/** Which rows a change of `[start, end)` can have reached; `outside`: it reached what is no row. A line end belongs to both of its rows. */
export function reached(
  spans: readonly Span[],
  text: string,
  { start, end }: Span,
): { readonly rows: readonly number[]; readonly outside: boolean } {
  const rows = spans.flatMap((span, at) => (span.end >= start && span.start <= end ? [at] : []))
  const [first, last] = [spans[rows[0] ?? -1], spans[rows.at(-1) ?? -1]]
  if (first === undefined || last === undefined) return { rows, outside: true }
  const between = rows.slice(1).some((row) => /[^\s,]/.test(text.slice(spans[row - 1]?.end, spans[row]?.start)))
  return { rows, outside: between || start < first.start || end > last.end }
}
