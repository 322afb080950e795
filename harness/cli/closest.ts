/** Which known name a mistyped one was meant to be. Pure. */

/** Changes that a typing error may have, by the length of the word: one slip in three letters, at most three. */
const slipsMax = 3

/** The nearest of `names` by edits (insert, drop, change, swap neighbours), or undefined when none is near. The first wins a tie. */
export function closest(typed: string, names: readonly string[]): string | undefined {
  const allowed = Math.min(slipsMax, Math.max(1, Math.floor(typed.length / 3)))
  let best: { readonly name: string; readonly edits: number } | undefined
  for (const name of names) {
    const edits = editDistance(typed.toLowerCase(), name.toLowerCase())
    if (edits <= allowed && (best === undefined || edits < best.edits)) best = { name, edits }
  }
  return best?.name
}

/** Optimal string alignment distance. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      let edits = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) edits = Math.min(edits, at(beforeLast, column - 2) + 1)
      current.push(edits)
    }
    beforeLast = last
    last = current
  }
  return at(last, to.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
