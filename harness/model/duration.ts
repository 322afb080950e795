/** Durations as k6 writes them: `500ms`, `20s`, `1m30s`, `2h`. */

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const

/** Milliseconds, or undefined for a text that is not a duration. Parts stand from wide to narrow, each once. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(text)
  if (match === null || text === '') return undefined
  const [, h = '0', m = '0', s = '0', ms = '0'] = match
  return Number(h) * unitMs.h + Number(m) * unitMs.m + Number(s) * unitMs.s + Number(ms) * unitMs.ms
}
