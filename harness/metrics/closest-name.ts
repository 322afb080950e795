/** "Did you mean": the known name that a misspelt one lies closest to. */

/** The closest of `names` by edit distance, if at most two letters or a third of them differ; else undefined. */
export function closestName(name: string, names: readonly string[]): string | undefined {
  let closest: string | undefined
  let distanceMin = Number.POSITIVE_INFINITY
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance >= distanceMin || distance > Math.max(2, Math.floor(candidate.length / 3))) continue
    closest = candidate
    distanceMin = distance
  }
  return closest
}

/** Names that are listed; more of them would bury what was wrong. */
const listedMax = 20

/** `; did you mean x?`, else the names there are. */
export function suggestion(name: string, names: readonly string[]): string {
  const closest = closestName(name, names)
  if (closest !== undefined) return `; did you mean "${closest}"?`
  const more = names.length > listedMax ? ` and ${names.length - listedMax} more` : ''
  return names.length === 0 ? '' : `; there is ${names.slice(0, listedMax).join(', ')}${more}`
}

/** Levenshtein's distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
