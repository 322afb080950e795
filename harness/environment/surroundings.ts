/** What this room takes from the machine around the process: variables, home, temporary folder. The only file here that reads process.env. */

import { accessSync, constants, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolders } from '../files/make-folders.ts'
import { HarnessError } from '../model/errors.ts'

export interface Surroundings {
  /** Things that are dear to make and safe to keep: Kafka's jars, files of what runs. Made when missing. */
  readonly cacheFolder: string
  /** Data of one start: short, because a socket's path has 107 bytes at most. */
  readonly temporaryFolder: string
  /** An unpacked Kafka distribution of the user's own, instead of Maven's jars. */
  readonly kafkaHome: string | undefined
  readonly javaHome: string | undefined
  readonly searchPath: readonly string[]
  /** For tools that are the user's own (Maven, with proxies and settings). */
  readonly everything: NodeJS.ProcessEnv
  /** For what we start: nothing that could change how it behaves, such as NODE_OPTIONS. */
  readonly plain: Readonly<Record<string, string>>
  /** False where the home folder cannot be written (`nobody`): tools that need one must be told another. */
  readonly homeWritable: boolean
}

export function readSurroundings(): Surroundings {
  const { env } = process
  const cacheFolder = firstWritable([
    ...(env['XDG_CACHE_HOME'] ? [join(env['XDG_CACHE_HOME'], 'tenfold')] : []),
    join(homedir(), '.cache', 'tenfold'),
    join(tmpdir(), `tenfold-cache-${process.getuid?.() ?? 'user'}`),
  ])
  return {
    cacheFolder,
    temporaryFolder: tmpdir(),
    kafkaHome: env['TENFOLD_KAFKA_HOME'] || undefined,
    javaHome: env['JAVA_HOME'] || undefined,
    searchPath: (env['PATH'] ?? '').split(':').filter((folder) => folder !== ''),
    everything: env,
    plain: { PATH: env['PATH'] ?? '/usr/bin:/bin', HOME: homedir(), TMPDIR: tmpdir(), LANG: 'C.UTF-8', TZ: 'UTC' },
    homeWritable: writable(homedir()),
  }
}

/** Full path of a program of the search path, or undefined. */
export function findProgram(name: string, { searchPath }: Pick<Surroundings, 'searchPath'>): string | undefined {
  return searchPath.map((folder) => join(folder, name)).find((file) => permits(file, constants.X_OK))
}

function firstWritable(folders: readonly string[]): string {
  for (const folder of folders) {
    try {
      makeFolders(folder, 0o700)
    } catch {
      continue
    }
    if (writable(folder) && onlyOurs(folder)) return folder
  }
  throw new HarnessError('OUTPUT_NOT_WRITABLE', `none of ${folders.join(', ')} can be written by this user alone`, {
    hint: 'set XDG_CACHE_HOME to a folder of your own',
  })
}

/** Programs are kept here and run: a folder that somebody else made, or may write, is none of ours. */
function onlyOurs(folder: string): boolean {
  const { uid, mode } = statSync(folder)
  return uid === (process.getuid?.() ?? uid) && (mode & 0o022) === 0
}

function writable(folder: string): boolean {
  return permits(folder, constants.W_OK | constants.X_OK)
}

function permits(file: string, mode: number): boolean {
  try {
    accessSync(file, mode)
    return true
  } catch {
    return false
  }
}
