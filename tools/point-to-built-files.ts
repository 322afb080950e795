/** Files that are started and not imported (threads, children): the compiler rewrites imports alone, so their endings are rewritten here. */

/** As the import rule reads them (tests/architecture/source-tree.ts). */
const startedFiles = [
  /(\bnew URL\(\s*['"])([^'"]+)\.ts(['"]\s*,\s*import\.meta\.url)/g,
  /(\bimport\.meta\.dirname\s*,\s*['"])([^'"]+)\.ts(['"])/g,
]

export interface Pointed {
  readonly pointed: string
  /** The files that are started, relative to the one that starts them. */
  readonly named: readonly string[]
}

export function pointToBuiltFiles(text: string): Pointed {
  const named: string[] = []
  let pointed = text
  for (const pattern of startedFiles) {
    pointed = pointed.replaceAll(pattern, (_found, before: string, name: string, after: string) => {
      named.push(`${name}.js`)
      return `${before}${name}.js${after}`
    })
  }
  return { pointed, named }
}
