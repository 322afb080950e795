/** Text for terminals: colour when asked, width, wrapping, columns, and no control character from outside. Knows no run. */

export type Paint = (text: string, style: 'good' | 'bad' | 'unsure' | 'bold' | 'dim') => string

const codes = { good: 32, bad: 31, unsure: 33, bold: 1, dim: 2 } as const

export const painted: Paint = (text, style) => `\u{1b}[${codes[style]}m${text}\u{1b}[0m`
export const unpainted: Paint = (text) => text

/** Control characters made visible: a tenant's name must not move the cursor or colour the screen. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => (character === '\n' || character === '\t' ? ' ' : '·'))
}

/** Lines of at most `width` characters, later ones indented; a word that is longer is cut into pieces. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    let rest = word
    const room = (): number => Math.max(8, width - (lines.length === 0 ? 0 : indent.length))
    if (line !== '' && line.length + 1 + rest.length > room()) {
      lines.push(line)
      line = ''
    }
    while (rest.length > room()) {
      lines.push(rest.slice(0, room()))
      rest = rest.slice(lines.at(-1)?.length)
    }
    line = line === '' ? rest : `${line} ${rest}`
  }
  if (line !== '') lines.push(line)
  return lines.map((each, index) => (index === 0 ? each : indent + each))
}

/** Shortened in the middle, where names of one family differ least. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text
  const head = Math.ceil((width - 1) / 2)
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`
}

/** Rows of one width a column, two blanks between: the first column to the left, the others to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
