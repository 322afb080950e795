/** Durations as k6 writes them: `500ms`, `20s`, `1m30s`, `2h`. Exact: what is no whole µs, the finest step that a plan knows, is none. */

const unitUs = { h: 3_600_000_000n, m: 60_000_000n, s: 1_000_000n, ms: 1_000n } as const
type Unit = keyof typeof unitUs

const examples = '"500ms", "20s" or "1m30s"'

type Parsed = { readonly kind: 'duration'; readonly us: number } | { readonly kind: 'problem'; readonly expected: string }

/** Milliseconds, the number that stands nearest to whole µs, or undefined for a text that is not a duration. Parts stand from wide to narrow, each once. */
export function parseDurationMs(text: string): number | undefined {
  const parsed = parse(text)
  return parsed.kind === 'duration' ? parsed.us / 1_000 : undefined
}

/** What was expected instead of a text that is not a duration; undefined for one. */
export function durationProblem(text: string): string | undefined {
  const parsed = parse(text)
  return parsed.kind === 'problem' ? parsed.expected : undefined
}

/** The whole µs that milliseconds of µs stand for: 1.001 × 1,000 is 1,000.9999999999999 in floating point. */
export function usOf(ms: number): number {
  return Math.round(ms * 1_000)
}

function parse(text: string): Parsed {
  const match = /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(text)
  if (match === null || text === '') return { kind: 'problem', expected: `a duration such as ${examples}` }
  let us = 0n
  for (const [index, unit] of (['h', 'm', 's', 'ms'] as const).entries()) {
    const digits = match[index + 1]
    if (digits === undefined) continue
    const part = partUs(digits, unit)
    if (part === undefined) return { kind: 'problem', expected: `a duration of whole µs (0.001ms), which ${digits}${unit} is not` }
    us += part
  }
  if (us > BigInt(Number.MAX_SAFE_INTEGER)) return { kind: 'problem', expected: 'a duration below 285 years' }
  return { kind: 'duration', us: Number(us) }
}

/** In the digits that were written: 4.1 × 60,000 is 245,999.99999999997 in floating point. */
function partUs(digits: string, unit: Unit): bigint | undefined {
  const [whole = '', decimals = ''] = digits.split('.')
  const times = BigInt(whole + decimals) * unitUs[unit]
  const tens = 10n ** BigInt(decimals.length)
  return times % tens === 0n ? times / tens : undefined
}
