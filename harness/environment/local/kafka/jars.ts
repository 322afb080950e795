/** Apache Kafka's jars: an unpacked distribution of the user's, the cache, or fetched once through Maven. */

import { existsSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HarnessError, writeFailure } from '../../../model/errors.ts'
import { stopChild, waitForEnd } from '../child.ts'
import { takeLock } from '../../lock.ts'
import { lastLines } from '../../log-tail.ts'
import type { StartService } from '../started-children.ts'
import type { Surroundings } from '../../surroundings.ts'
import { findProgram } from '../../surroundings.ts'

/** As in pom.xml; a test compares them. */
export const kafkaVersion = '4.1.0'

export interface KafkaJars {
  readonly folder: string
  readonly version: string
}

export const mavenHint = 'install Maven (apt-get install maven, or brew install maven), or unpack Apache Kafka 4 and set TENFOLD_KAFKA_HOME'

export interface FetchOptions {
  readonly start: StartService
  readonly progress: (text: string) => void
  readonly signal: AbortSignal
}

const partPrefix = 'kafka-part-'
const fetchTimeoutMs = 600_000

/** The jars that a start would use without fetching anything; throws BAD_CONFIGURATION when TENFOLD_KAFKA_HOME holds none. */
export function findKafkaJars({ kafkaHome, cacheFolder }: Pick<Surroundings, 'kafkaHome' | 'cacheFolder'>): KafkaJars | undefined {
  if (kafkaHome !== undefined) return distributionJars(kafkaHome)
  return existsSync(cachePlace(cacheFolder)) ? cachedJars(cacheFolder) : undefined
}

/** As `findKafkaJars`, and fetches them when there are none, telling the progress. Throws MISSING_PREREQUISITE. */
export async function requireKafkaJars(surroundings: Surroundings, options: FetchOptions): Promise<KafkaJars> {
  const found = findKafkaJars(surroundings)
  if (found !== undefined) return found
  const maven = findProgram('mvn', surroundings)
  if (maven === undefined) {
    throw new HarnessError(
      'MISSING_PREREQUISITE',
      `Kafka ${kafkaVersion} is not in ${surroundings.cacheFolder}, and there is no Maven to fetch it`,
      {
        hint: mavenHint,
      },
    )
  }
  const lock = join(surroundings.cacheFolder, `kafka-${kafkaVersion}.lock`)
  const onWait = (): void => options.progress('waiting for another start that is fetching Apache Kafka')
  // Maven's own folder does not bear two at once.
  using _ = await takeLock(lock, { timeoutMs: fetchTimeoutMs, onWait, signal: options.signal })
  // Another start may have fetched them while this one waited.
  if (!existsSync(cachePlace(surroundings.cacheFolder))) await fetchJars(maven, surroundings, options)
  return cachedJars(surroundings.cacheFolder)
}

/** By the one true path: whoever comes by another, through a link, finds the archive of classes that was made for these jars. */
function cachedJars(cacheFolder: string): KafkaJars {
  return { folder: realpathSync(cachePlace(cacheFolder)), version: kafkaVersion }
}

function cachePlace(cacheFolder: string): string {
  return join(cacheFolder, `kafka-${kafkaVersion}`)
}

function distributionJars(home: string): KafkaJars {
  const folder = join(home, 'libs')
  const names = existsSync(folder) ? readdirSync(folder) : []
  const version = names.map((name) => /^kafka_2\.13-(\d[^-]*)\.jar$/.exec(name)?.[1]).find((text) => text !== undefined)
  if (version === undefined) {
    throw new HarnessError('BAD_CONFIGURATION', `TENFOLD_KAFKA_HOME is ${home}, and ${folder} holds no kafka_2.13-*.jar`, {
      hint: 'point it at the folder of an unpacked Apache Kafka 4 for Scala 2.13, or unset it',
    })
  }
  return { folder, version }
}

async function fetchJars(
  maven: string,
  { cacheFolder, everything, homeWritable }: Surroundings,
  { start, progress, signal }: FetchOptions,
): Promise<void> {
  progress(`fetching Apache Kafka ${kafkaVersion} through Maven (about 45 MB, once)`)
  // The lock is ours, so these were left by a start that was killed.
  for (const left of readdirSync(cacheFolder).filter((name) => name.startsWith(partPrefix))) {
    rmSync(join(cacheFolder, left), { recursive: true, force: true })
  }
  const part = mkdtempSync(join(cacheFolder, partPrefix))
  const target = join(part, 'jars')
  const repository = homeWritable ? [] : [`-Dmaven.repo.local=${join(cacheFolder, 'maven')}`]
  const goal = 'dependency:copy-dependencies'
  try {
    const child = await start({
      name: 'maven',
      command: maven,
      args: ['-B', '-Dstyle.color=never', '-f', join(import.meta.dirname, 'pom.xml'), ...repository, goal, `-DoutputDirectory=${target}`],
      env: everything,
      cwd: part,
      stopSignal: 'SIGTERM',
    })
    try {
      let files = 0
      const onLine = (line: string): void => {
        if (line.includes('Downloaded from') && ++files % 10 === 0) progress(`fetching Apache Kafka ${kafkaVersion}: ${files} files`)
      }
      await waitForEnd(child, { timeoutMs: fetchTimeoutMs, signal, onLine })
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error
      throw new HarnessError('MISSING_PREREQUISITE', `Kafka ${kafkaVersion} could not be fetched: ${error.message}`, {
        hint: `${mavenHint}; Maven's output is in ${child.logFile}`,
        problems: lastLines(child.logFile, 20).filter((line) => !line.includes('Download')),
        cause: error,
      })
    } finally {
      await stopChild(child, { timeoutMs: 2_000 })
    }
    renameSync(target, cachePlace(cacheFolder))
  } catch (error) {
    throw writeFailure(error, cacheFolder) ?? error
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
}
