/** The project's TypeScript files, and what each imports, read as text. Knows no rule. */

import { readFileSync, readdirSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'

/** Path from the root, with forward slashes, to text. */
export type SourceTree = ReadonlyMap<string, string>

const topFolders = ['harness', 'replay', 'reports', 'scenarios', 'systems', 'stack', 'tests', 'benchmarks', 'tools'] as const

/** Every .ts file of the project's own folders. */
export function readSourceTree(root: string): SourceTree {
  const tree = new Map<string, string>()
  const read = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && entry.name !== 'node_modules') read(path)
      else if (entry.name.endsWith('.ts')) tree.set(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'))
    }
  }
  for (const folder of readdirSync(root)) if ((topFolders as readonly string[]).includes(folder)) read(join(root, folder))
  return tree
}

export interface Imports {
  /** Files of ours, from the root. */
  readonly files: readonly string[]
  /** `commander`, `node:fs`, `@scope/name`. */
  readonly packages: readonly string[]
  /** Imports whose target is computed. */
  readonly computed: number
}

const literalPatterns = [
  // import … from, import type … from, export … from: over several lines, but never past another quote or a statement's end. They stand
  // at the start of a line; what is indented is the text of another program.
  /^(?:import|export)\b[^'"`;=]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
  // Files that are started, not imported: workers and children.
  /\bnew URL\(\s*['"](\.[^'"]+\.[cm]?[tj]s)['"]\s*,\s*import\.meta\.url/g,
  /\bimport\.meta\.resolve\(\s*['"]([^'"]+)['"]/g,
  /\bimport\.meta\.dirname\s*,\s*['"]([^'"]+\.[cm]?[tj]s)['"]/g,
]
const computedPattern = /\bimport\(\s*(?!\s*['"])/g

/** What a file imports: statically, dynamically, as types, and as files that its threads run. */
export function importsOf(path: string, text: string): Imports {
  const specifiers = literalPatterns.flatMap((pattern) => [...text.matchAll(pattern)].map((found) => found[1] ?? ''))
  return {
    files: specifiers.filter(isFile).map((specifier) => posix.join(posix.dirname(path), specifier)),
    packages: specifiers.filter((specifier) => !isFile(specifier)).map(packageName),
    computed: [...text.matchAll(computedPattern)].length,
  }
}

/** Relative, or a file's name beside `import.meta.dirname`. */
/** Packages whose names look like those of files. */
const packagesLikeFiles: readonly string[] = ['iso20022.js']

function isFile(specifier: string): boolean {
  return specifier.startsWith('.') || (/\.[cm]?[tj]s$/.test(specifier) && !packagesLikeFiles.includes(specifier))
}

function packageName(specifier: string): string {
  return specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? specifier)
}
