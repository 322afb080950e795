/** Where a source tree breaks the rules. Pure: trees may be real or planted. */

import type { GlobalRule, Room } from './rules.ts'
import { globalRules, linesMax, longFiles, openImports, packageRooms, pureModules, rooms } from './rules.ts'
import { importsOf } from './source-tree.ts'
import type { SourceTree } from './source-tree.ts'

/** Every problem of the tree, as sentences that name the file. */
export function findProblems(tree: SourceTree): readonly string[] {
  return [...tree].flatMap(([path, text]) => [
    ...importProblems(path, text),
    ...packageProblems(path, text),
    ...globalProblems(path, text),
    ...textProblems(path, text),
  ])
}

export function roomOf(path: string): Room | undefined {
  return rooms.filter(({ room }) => isInside(path, room)).toSorted((a, b) => b.room.length - a.room.length)[0]
}

function importProblems(path: string, text: string): readonly string[] {
  const room = roomOf(path)
  if (room === undefined) return [`${path} stands in no room of the table`]
  const { files, computed } = importsOf(path, text)
  const problems = files.filter((file) => !mayImport(path, room, file)).map((file) => `${path} (room ${room.room}) must not import ${file}`)
  if (computed > 0 && !openImports.includes(path)) problems.push(`${path} imports a computed path`)
  return problems
}

function mayImport(path: string, { room, mayImport: allowed, mayNot = [] }: Room, file: string): boolean {
  if (isInside(file, room)) return true
  // Tests beside the code may use what tests share; nothing else may.
  if (isTest(path) && isInside(file, 'tests/support')) return room !== 'stack'
  return allowed.some((each) => isInside(file, each)) && !mayNot.some((each) => isInside(file, each))
}

function packageProblems(path: string, text: string): readonly string[] {
  const room = roomOf(path)
  if (isTest(path) || room === undefined) return []
  return importsOf(path, text).packages.flatMap((name) => {
    const problems: string[] = []
    const allowed = packageRooms[name]
    if (allowed !== undefined && !allowed.some((each) => isInside(path, each))) problems.push(`${path} must not use the package ${name}`)
    if (room.pure === true && name.startsWith('node:') && !pureModules.includes(name)) {
      problems.push(`${path} stands in the pure room ${room.room} and must not use ${name}`)
    }
    return problems
  })
}

function globalProblems(path: string, text: string): readonly string[] {
  if (isTest(path)) return []
  const allowedIn = (rule: GlobalRule): boolean => Object.values(rule.files).includes(path)
  return globalRules.filter((rule) => rule.pattern.test(text) && !allowedIn(rule)).map(({ name }) => `${path} must not reach for ${name}`)
}

/** `any` as a type: after a colon, in `as any`, as a type argument. */
const anyPattern = /(?::\s*any\b|\bas any\b|<any[,>]|,\s*any>|\bany\[\])/
const enumPattern = /^\s*(?:export\s+)?(?:const\s+)?enum\s/m

function textProblems(path: string, text: string): readonly string[] {
  const problems: string[] = []
  const code = text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/(?:^|\s)\/\/.*$/gm, '')
  const lines = text.split('\n').length - 1
  if (lines > linesMax && longFiles[path] === undefined) problems.push(`${path} has ${lines} lines, at most ${linesMax}`)
  // Text in quotes is no type.
  const types = code.replaceAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g, "''")
  if (anyPattern.test(types)) problems.push(`${path} says any`)
  if (enumPattern.test(code)) problems.push(`${path} has an enum`)
  if (/\/(?:utils?|helpers?|managers?)\.ts$/.test(path)) problems.push(`${path} is named after nothing that it does`)
  return problems
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts')
}

function isInside(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`)
}
