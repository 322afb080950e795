/** Rows of cells as lines with aligned columns. Pure; knows nothing of what they say. */

/** Columns from `rightFrom` on stand to the right, as numbers do. Lines have no blanks at their end. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  { rightFrom = Number.POSITIVE_INFINITY }: { readonly rightFrom?: number } = {},
): readonly string[] {
  const widths: number[] = []
  for (const row of rows) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  return rows.map((row) =>
    row
      .map((cell, column) => (column >= rightFrom ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
