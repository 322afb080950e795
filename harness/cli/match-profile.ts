/** Reads a matching profile from a JSON file. Every problem is told with the value seen. */

import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { byteOrderMarkProblem } from '../model/byte-order-mark.ts'
import { HarnessError } from '../model/errors.ts'
import { defaultProfile } from '../model/match-result.ts'
import type { MatchProfile } from '../model/match-result.ts'

const minorText = z.string().regex(/^(?:0|[1-9]\d{0,17})$/, 'expected a whole number of minor units as text, such as "5"')

const profileSchema = z.strictObject({
  level: z.literal('L1').optional(),
  carryDays: z.int().min(0).max(366).optional(),
  tolerance: z.strictObject({ abs: minorText.optional(), bps: z.int().min(0).max(10_000).optional() }).optional(),
})

/** The profile of a file with defaults filled in; the default profile without a file. Throws BAD_CONFIGURATION. */
export async function readProfile(file: string | undefined): Promise<MatchProfile> {
  if (file === undefined) return defaultProfile
  const parsed = profileSchema.safeParse(await readJson(file), { reportInput: true })
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message, input }) => `${path.join('.')}: ${message}, got ${JSON.stringify(input)}`)
    throw badProfile(`${file} is no matching profile`, problems)
  }
  const { carryDays, tolerance } = parsed.data
  return {
    level: 'L1',
    carryDays: carryDays ?? defaultProfile.carryDays,
    tolerance: { abs: BigInt(tolerance?.abs ?? '0'), bps: BigInt(tolerance?.bps ?? 0) },
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    const bytes = await readFile(file)
    const mark = byteOrderMarkProblem(bytes)
    if (mark !== undefined) throw badProfile(`${file} cannot be read`, [mark])
    return JSON.parse(bytes.toString())
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause
    throw badProfile(`${file} cannot be read`, [cause instanceof Error ? cause.message : String(cause)], cause)
  }
}

function badProfile(message: string, problems: readonly string[], cause?: unknown): HarnessError {
  return new HarnessError('BAD_CONFIGURATION', message, {
    problems,
    hint: 'a profile is JSON such as {"carryDays":5,"tolerance":{"abs":"0","bps":0}}',
    cause,
  })
}
