/**
 * The broker's classes as the JVM keeps them after a first run (class data sharing), which nearly halves the CPU time of every later start.
 * Only a matter of speed: a start without it works the same, and so does one whose archive the JVM refuses.
 */

import { hash } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Child } from '../child.ts'
import { stopChild } from '../child.ts'
import type { Java } from '../java.ts'
import type { KafkaJars } from './jars.ts'

/** Writing it takes the JVM a few seconds at its end. */
const writeTimeoutMs = 60_000

/** One that an earlier start has made for this Java and these jars. */
export function findClassArchive(cacheFolder: string, java: Java, jars: KafkaJars): string | undefined {
  const file = archivePlace(cacheFolder, java, jars)
  return existsSync(file) ? file : undefined
}

/** Runs a broker for the sake of its classes; undefined when no archive came of it. Throws the signal's reason alone. */
export async function makeClassArchive({
  cacheFolder,
  java,
  jars,
  launch,
  signal,
}: {
  readonly cacheFolder: string
  readonly java: Java
  readonly jars: KafkaJars
  /** Starts a broker under one more option of the JVM. */
  readonly launch: (javaOption: string) => Promise<{ readonly kind: 'ready' | 'failed'; readonly child: Child }>
  readonly signal: AbortSignal
}): Promise<string | undefined> {
  const place = archivePlace(cacheFolder, java, jars)
  const part = `${place}.part-${process.pid}`
  try {
    const { kind, child } = await launch(`-XX:ArchiveClassesAtExit=${part}`)
    await stopChild(child, { timeoutMs: writeTimeoutMs, signal })
    signal.throwIfAborted()
    // A JVM that was asked to end says 143; any other end may have left half an archive.
    if (kind === 'failed' || (await child.ended) !== 'exit status 143' || !existsSync(part)) return undefined
    renameSync(part, place)
    return place
  } finally {
    rmSync(part, { force: true })
  }
}

/** The JVM compares the class path and its own build: a change of either makes another archive. */
function archivePlace(cacheFolder: string, java: Java, jars: KafkaJars): string {
  const inputs = hash('sha256', JSON.stringify([java.program, java.version, jars.folder]), 'hex').slice(0, 12)
  return join(cacheFolder, `kafka-${jars.version}-${inputs}.jsa`)
}
