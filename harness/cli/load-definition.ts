/** Finds and loads scenario and system files, by name or by path. Does not know what stands in them but a name and a description. */

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, extname, isAbsolute, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { byteOrderMarkProblem } from '../model/byte-order-mark.ts'
import { HarnessError } from '../model/errors.ts'
import type { SystemDefinition } from '../system/port.ts'
import { closestName } from '../metrics/closest-name.ts'

export type DefinitionKind = 'scenario' | 'system'

/** Where definitions are looked for: the user's folder first, then what is shipped. */
export interface Places {
  readonly folder: string
  readonly repository: string
}

export interface Definition {
  readonly name: string
  readonly file: string
  readonly description: string
  /** Rows of the case studies, such as A2; scenarios only. */
  readonly exercises: readonly string[]
  /** Why the file cannot be used, when it cannot. */
  readonly problem?: string
}

/** The default export of a scenario file, unchecked: resolving it finds its problems. Throws UNKNOWN_NAME, BAD_CONFIGURATION. */
export async function loadScenario(nameOrPath: string, places: Places): Promise<unknown> {
  return loadDefault(await findFile('scenario', nameOrPath, places))
}

/** The default export of a system file. Throws UNKNOWN_NAME, BAD_CONFIGURATION. */
export async function loadSystem(nameOrPath: string, places: Places): Promise<SystemDefinition> {
  const file = await findFile('system', nameOrPath, places)
  const value = await loadDefault(file)
  if (typeof value === 'object' && value !== null && 'connect' in value && 'local' in value) return value as SystemDefinition
  throw new HarnessError('BAD_CONFIGURATION', `${file} does not export a system`, {
    hint: 'write export default defineSystem({ … }); systems/event-driven.ts is an example',
  })
}

/** Every definition that can be named, by name. A file that cannot be loaded stands in the list with its problem. */
export async function listDefinitions(kind: DefinitionKind, places: Places): Promise<readonly Definition[]> {
  const files = await definitionFiles(kind, places)
  const definitions = await Promise.all(
    [...files].map(async ([name, file]): Promise<Definition> => {
      try {
        const value: unknown = await loadDefault(file)
        const fields = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
        const exercises = Array.isArray(fields['exercises']) ? fields['exercises'].map(String) : []
        return { name, file, description: typeof fields['description'] === 'string' ? fields['description'] : '', exercises }
      } catch (error) {
        return { name, file, description: '', exercises: [], problem: error instanceof Error ? error.message : String(error) }
      }
    }),
  )
  return definitions.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function findFile(kind: DefinitionKind, nameOrPath: string, places: Places): Promise<string> {
  if (isPath(nameOrPath)) {
    const file = isAbsolute(nameOrPath) ? nameOrPath : resolve(places.folder, nameOrPath)
    if (existsSync(file)) return file
    throw new HarnessError('UNKNOWN_NAME', `there is no ${kind} file ${nameOrPath}`, {
      hint: `looked for ${file}; tenfold list shows the names that are known`,
    })
  }
  const files = await definitionFiles(kind, places)
  const file = files.get(nameOrPath)
  if (file !== undefined) return file
  const names = [...files.keys()].toSorted()
  const meant = closestName(nameOrPath, names)
  throw new HarnessError('UNKNOWN_NAME', `no ${kind} is called ${JSON.stringify(nameOrPath)}`, {
    hint: meant === undefined ? `use one of them, or the path of a ${kind} file` : `did you mean ${meant}?`,
    problems: names.length === 0 ? [] : [`known: ${names.join(', ')}`],
  })
}

/** Names must not hold a separator or a file's ending, so what does is a path. */
function isPath(nameOrPath: string): boolean {
  return /[\\/]/.test(nameOrPath) || endings.has(extname(nameOrPath))
}

const endings: ReadonlySet<string> = new Set(['.ts', '.mts', '.js', '.mjs'])
const foldersByKind = { scenario: 'scenarios', system: 'systems' } as const

async function definitionFiles(kind: DefinitionKind, { folder, repository }: Places): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const place of new Set([repository, folder])) {
    const directory = join(place, foldersByKind[kind])
    if (!existsSync(directory)) continue
    for (const entry of await readdir(directory)) {
      const ending = extname(entry)
      if (!endings.has(ending) || entry.includes('.test.') || entry.endsWith('.d.ts')) continue
      // The user's folder comes second, so that a scenario of theirs replaces a shipped one of the same name.
      files.set(basename(entry, ending), join(directory, entry))
    }
  }
  return files
}

/** The default export of any file of a user's own. Throws BAD_CONFIGURATION. */
export async function loadDefault(file: string): Promise<unknown> {
  let module: Readonly<Record<string, unknown>>
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
    const mark = byteOrderMarkProblem(await readFile(file).catch(() => Buffer.alloc(0)))
    throw new HarnessError('BAD_CONFIGURATION', `${file} cannot be loaded`, {
      problems: [reason, ...(mark === undefined ? [] : [mark])],
      hint: `run the file by itself to see more: node ${file}`,
      cause,
    })
  }
  if (module['default'] !== undefined) return module['default']
  throw new HarnessError('BAD_CONFIGURATION', `${file} has no default export`, {
    hint: 'write export default defineScenario({ … }), defineSystem({ … }) or defineConfig({ … })',
  })
}
