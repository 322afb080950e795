/** What the schema found, in sentences with the place and the value seen. Words of k6 that mean nothing here are told what to write instead. */

import type * as z from 'zod'

/** Options of k6's executors that an open loop without virtual users does not have. */
const k6Words: Readonly<Record<string, string>> = {
  preAllocatedVUs: 'there are no virtual users, connections are made as they are needed; leave it out',
  maxVUs: 'there are no virtual users; maxInFlight says how many requests may be on the way at once',
  vus: 'there are no virtual users; rate says how many records a timeUnit are sent, however slow the system is',
  iterations: 'rate and duration say how many records are sent',
  maxDuration: 'duration says how long the load lasts; what still waits for a slot slotDeadline after the last due time is given up',
  gracefulStop: 'requestTimeout says how long an answer is waited for',
  exec: 'a stream sends records, or reads them with kind: "read"',
  env: 'a stream has nothing to hand on; --set changes values of the scenario',
  tags: 'a stream is its own tag: thresholds select it by {stream:NAME}',
}

export function problemsOfIssue(issue: z.core.$ZodIssue, candidate: unknown): string[] {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const ofK6 = issue.keys.filter((key) => issue.path[0] === 'load' && Object.hasOwn(k6Words, key))
    const others = issue.keys.filter((key) => !ofK6.includes(key))
    return [
      ...ofK6.map((key) => `${at}.${key}: ${k6Words[key]}`),
      ...(others.length === 0
        ? []
        : [
            `${at === '' ? 'scenario' : at}: Unrecognized key${others.length === 1 ? '' : 's'}: ${others.map((key) => `"${key}"`).join(', ')}`,
          ]),
    ]
  }
  const value = plainValueAt(candidate, issue.path)
  const seen = value === undefined || issue.message.includes('got ') ? '' : `, got ${JSON.stringify(value)}`
  return [`${at === '' ? 'scenario' : at}: ${issue.message}${seen}`]
}

/** What stands at a path of the scenario, where it is a plain value that can be shown. */
function plainValueAt(data: unknown, path: readonly PropertyKey[]): string | number | boolean | undefined {
  let at: unknown = data
  for (const part of path) at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined
  return typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' ? at : undefined
}
