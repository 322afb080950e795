/** Whether JSON names a key twice in one of its objects, where reading it takes the last and says nothing. */

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a]

/** `value` is what the well-formed `text` says. Deeper objects count as well. */
export function hasRepeatedKey(text: string, value: unknown): boolean {
  return membersWritten(text) !== membersRead(value)
}

/** A colon outside of strings stands in a member, and nowhere else. */
function membersWritten(text: string): number {
  let members = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) inString = !inString
    else if (code === colon && !inString) members++
    else if (code === backslash) at++
  }
  return members
}

/** Without recursion: brackets may be nested deeper than calls. */
function membersRead(value: unknown): number {
  let members = 0
  const waiting: unknown[] = [value]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue
    const inner: readonly unknown[] = Array.isArray(next) ? next : Object.values(next)
    if (!Array.isArray(next)) members += inner.length
    for (const each of inner) if (typeof each === 'object') waiting.push(each)
  }
  return members
}
