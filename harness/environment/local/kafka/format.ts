/** A formatted, empty data folder for a broker. Kafka's own tool makes it once; its two small files are kept and copied from then on. */

import { cpSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Child } from '../child.ts'
import { waitForEnd } from '../child.ts'

export interface FormatOptions {
  readonly data: string
  /** Where the files are kept, by version of Kafka: a newer one may write another form. */
  readonly cacheFolder: string
  readonly version: string
  /** Runs `kafka.tools.StorageTool format` on `data`. */
  readonly runTool: () => Promise<Child>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What the tool makes. A kept folder with anything else has been a broker's: its records would be in every stack. */
const formatted = ['bootstrap.checkpoint', 'meta.properties'] as const

/** Throws STACK_NOT_READY with the tool's last lines. */
export async function formatData({ data, cacheFolder, version, runTool, timeoutMs, signal }: FormatOptions): Promise<void> {
  // A JVM's start is a quarter of the time in which a stack gets ready. No two brokers of one cluster ever share the files' ids.
  const kept = join(cacheFolder, `kafka-${version}-formatted`)
  if (isFormatted(kept)) {
    // Of a link the folder: a copy of the link itself would have the broker write into what is kept.
    cpSync(realpathSync(kept), data, { recursive: true, dereference: true })
    return
  }
  await waitForEnd(await runTool(), { timeoutMs, signal })
  const part = mkdtempSync(join(cacheFolder, 'kafka-formatted-part-'))
  try {
    for (const name of formatted) cpSync(join(data, name), join(part, name))
    rmSync(kept, { recursive: true, force: true })
    renameSync(part, kept)
  } catch {
    // Another start was faster, or the cache cannot be written: this start has its own folder in either case.
    rmSync(part, { recursive: true, force: true })
  }
}

function isFormatted(kept: string): boolean {
  try {
    return readdirSync(kept).toSorted().join() === formatted.join()
  } catch {
    return false
  }
}
