/** An empty data folder for a server. PostgreSQL's own tool makes it once; what it has made is kept and copied from then on. */

import { createHash, hash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Child, ChildSpec } from '../child.ts'
import { waitForEnd } from '../child.ts'

export interface EmptyDataOptions {
  /** There already, empty, and of the user of the server. */
  readonly data: string
  /** Who the server runs under, where that is not us. */
  readonly owner: ChildSpec['user']
  readonly cacheFolder: string
  /** Of the binaries: another one may write another form. */
  readonly version: string
  /** What the tool is told besides the folder. */
  readonly toolArgs: readonly string[]
  /** Runs `initdb` with these arguments, as `owner`. */
  readonly runTool: (args: readonly string[]) => Promise<Child>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Throws STACK_NOT_READY or DISK_FULL with the tool's last lines. */
export async function makeEmptyData(options: EmptyDataOptions): Promise<void> {
  const { data, owner, toolArgs, runTool, timeoutMs, signal } = options
  // The tool takes a second of CPU. No two of these servers ever replicate, so they may share what it has drawn by chance.
  const kept = keptPlace(options)
  if (takeKept(kept, data, owner)) return
  await waitForEnd(await runTool(['-D', data, ...toolArgs]), { timeoutMs, signal })
  keep(data, kept)
}

function keptPlace({ cacheFolder, version, toolArgs }: EmptyDataOptions): string {
  const inputs = hash('sha256', JSON.stringify([process.platform, process.arch, toolArgs]), 'hex').slice(0, 12)
  return join(cacheFolder, `postgres-${version}-${inputs}`)
}

/** Whether `data` is now a copy of what was kept, to the byte. If not, it is empty as before, and nothing is kept any more. */
function takeKept(kept: string, data: string, owner: EmptyDataOptions['owner']): boolean {
  try {
    const digest = readFileSync(join(kept, 'digest'), 'utf8')
    if (copyContents(join(kept, 'data'), data, owner) === digest) return true
  } catch {
    // Not there, not readable, or no space for the copy: of which the tool then tells in its own words.
  }
  for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true, force: true })
  rmSync(kept, { recursive: true, force: true })
  return false
}

function keep(data: string, kept: string): void {
  let part: string | undefined
  try {
    part = mkdtempSync(`${kept}-part-`)
    mkdirSync(join(part, 'data'))
    writeFileSync(join(part, 'digest'), copyContents(data, join(part, 'data'), undefined))
    renameSync(part, kept)
  } catch {
    // Another start was faster, or the cache cannot be written: this start has its own folder in either case.
    if (part !== undefined) rmSync(part, { recursive: true, force: true })
  }
}

/** Copies everything in `from` into `to`. Gives a digest of the names and contents that were read. */
function copyContents(from: string, to: string, owner: EmptyDataOptions['owner']): string {
  const digest = createHash('sha256')
  copyFolder(from, to, { owner, digest })
  return digest.digest('hex')
}

function copyFolder(from: string, to: string, into: { readonly owner: EmptyDataOptions['owner']; readonly digest: Hash }): void {
  const { owner, digest } = into
  const entries = readdirSync(from, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  digest.update(`${entries.length} entries\0`)
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    digest.update(`${entry.name}\0`)
    if (entry.isDirectory()) {
      mkdirSync(target, { mode: 0o700 })
      copyFolder(source, target, into)
    } else {
      const content = readFileSync(source)
      digest.update(`${content.length} bytes\0`).update(content)
      writeFileSync(target, content, { mode: 0o600 })
    }
    if (owner !== undefined) chownSync(target, owner.uid, owner.gid)
  }
}
