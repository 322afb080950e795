/** `--set load.scale=6`: one value changed by its path, in a copy of a scenario's data. */

export type SetResult = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'problem'; readonly problem: string }

/**
 * The copy of `data` in which the path before `=` holds the value after it: JSON where it parses as such, else text. Where a list stood,
 * and for a metric's thresholds, a text is a list of what stands between its commas.
 */
export function setByPath(data: unknown, assignment: string): SetResult {
  const equals = assignment.indexOf('=')
  const path = assignment.slice(0, equals).split('.')
  if (equals < 1 || path.some((part) => part === '' || part === '__proto__')) {
    return { kind: 'problem', problem: `--set wants path=value, such as load.scale=6, got ${JSON.stringify(assignment)}` }
  }
  const copy: unknown = structuredClone(data)
  let at: unknown = copy
  for (const [depth, part] of path.entries()) {
    if (typeof at !== 'object' || at === null) {
      return { kind: 'problem', problem: `--set ${assignment}: ${path.slice(0, depth).join('.')} is a plain value and has no ${part}` }
    }
    const holder = at as Record<string, unknown>
    if (depth === path.length - 1) {
      const given = parseValue(assignment.slice(equals + 1))
      const isList = Array.isArray(holder[part]) || (depth === 1 && path[0] === 'thresholds')
      holder[part] = isList && typeof given === 'string' ? given.split(',') : given
    } else at = holder[part] ??= {}
  }
  return { kind: 'value', value: copy }
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
