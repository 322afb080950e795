/** Changes to a file, its reading, and all the harm that this has done. */

import { HarnessError } from '../../harness/model/errors.ts'
import type { FileReading } from '../../replay/formats/reading.ts'
import { harmOfAny, harmOfChange, harmOfRefusal } from './laws.ts'
import { applied, spliceOf, type Mutation } from './mutations.ts'
import { readAny } from './read-any.ts'
import type { RealFile } from './real-files.ts'
import { foreignWords } from './told-words.ts'

/** Of the processor, for one reading of a file of at most 100 KB, which takes a few milliseconds. */
const readingCpuMsMax = 10_000

/** A reading or a refusal; anything else is a crash. */
export async function readOrRefuse(bytes: Uint8Array, chunkBytes?: number): Promise<FileReading | HarnessError> {
  try {
    return await readAny('file', bytes, chunkBytes)
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'BAD_INPUT') return error
    throw error
  }
}

/** Reads the file with all changes; sentences, none of which should be there. */
export async function harmOf(file: RealFile, changes: readonly Mutation[], chunkBytes: number): Promise<readonly string[]> {
  let mutant = file
  const splices = changes.flatMap((change) => {
    const splice = spliceOf(mutant, change)
    if (splice === undefined) return []
    const bytes = applied(mutant.bytes, splice)
    mutant = { ...mutant, bytes, text: bytes.toString('latin1'), spans: [] }
    return [{ change, splice }]
  })
  const began = process.cpuUsage()
  const told = await readOrRefuse(mutant.bytes, chunkBytes)
  const { user, system } = process.cpuUsage(began)
  const harm = told instanceof HarnessError ? harmOfRefusal(told) : harmOfAny(told, mutant.bytes.length)
  if ((user + system) / 1_000 > readingCpuMsMax) harm.push(`took ${(user + system) / 1_000} ms of the processor`)
  harm.push(...foreignWords(file, told).map((word) => `tells of ${word}`))
  const [only, second] = splices
  if (only !== undefined && second === undefined) harm.push(...harmOfChange(file, only.change, only.splice, told))
  return harm
}
