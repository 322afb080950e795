/** A formatted, empty data folder for a broker. Kafka's own tool makes it once; its two small files are kept and copied from then on. */

import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
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

/** Throws STACK_NOT_READY with the tool's last lines. */
export async function formatData({ data, cacheFolder, version, runTool, timeoutMs, signal }: FormatOptions): Promise<void> {
  // A JVM's start is a quarter of the time in which a stack gets ready. No two brokers of one cluster ever share the files' ids.
  const kept = join(cacheFolder, `kafka-${version}-formatted`)
  if (existsSync(kept)) {
    cpSync(kept, data, { recursive: true })
    return
  }
  await waitForEnd(await runTool(), { timeoutMs, signal })
  const part = mkdtempSync(join(cacheFolder, 'kafka-formatted-part-'))
  try {
    cpSync(data, part, { recursive: true })
    renameSync(part, kept)
  } catch {
    // Another start was faster, or the cache cannot be written: this start has its own folder in either case.
    rmSync(part, { recursive: true, force: true })
  }
}
