/**
 * Builds what `npm pack` packs: JavaScript and declarations under dist/, since Node strips no types below node_modules. The repository itself
 * needs no build; nothing here is committed.
 */

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { pointToBuiltFiles } from './point-to-built-files.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'dist')
const rooms = ['harness', 'replay', 'reports', 'scenarios', 'systems'] as const

rmSync(target, { recursive: true, force: true })
compile()
for (const room of rooms) copyOtherFiles(room)
pointToFiles()
writePackageFile()

function compile(): void {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.package.json')], { stdio: ['ignore', 'inherit', 'inherit'] })
}

/** Samples, settings of services: whatever is no source. */
function copyOtherFiles(room: string): void {
  for (const path of filesBelow(join(root, room))) {
    if (!path.endsWith('.ts')) cpSync(path, join(target, relative(root, path)))
  }
}

function pointToFiles(): void {
  for (const path of filesBelow(target)) {
    if (!path.endsWith('.js')) continue
    const text = readFileSync(path, 'utf8')
    const { pointed, named } = pointToBuiltFiles(text)
    const missing = named.filter((name) => !existsSync(join(dirname(path), name)))
    if (missing.length > 0) throw new Error(`${relative(root, path)} starts ${missing.join(', ')}, which was not built`)
    if (pointed !== text) writeFileSync(path, pointed)
  }
}

/** The command reads its version beside its scenarios, wherever it runs from. */
function writePackageFile(): void {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>
  writeFileSync(join(target, 'package.json'), `${JSON.stringify({ name, version, private: true, type: 'module' })}\n`)
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
