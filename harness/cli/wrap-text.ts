/** Sentences as lines that fit a terminal. Pure; knows nothing of what they say. */

/** As wide as a terminal is at least. */
const columnsMax = 80

/** Lines of at most `columns` characters, those behind the first with `indent` more blanks than it; a longer word is not cut. */
export function wrapText(
  text: string,
  { indent = 2, columns = columnsMax }: { readonly indent?: number; readonly columns?: number } = {},
): readonly string[] {
  const margin = /^ */.exec(text)?.[0] ?? ''
  const lines: string[] = []
  let line = margin
  for (const word of text.slice(margin.length).split(' ')) {
    const isFirst = line.trim() === ''
    if (!isFirst && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = `${margin}${' '.repeat(indent)}${word}`
    } else line += isFirst ? word : ` ${word}`
  }
  return [...lines, line]
}
