import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import { listDefinitions, loadScenario, loadSystem } from './load-definition.ts'

async function temporaryPlaces() {
  const root = await mkdtempDisposable(join(tmpdir(), 'tenfold-definitions-'))
  const [folder, repository] = [join(root.path, 'user'), join(root.path, 'shipped')]
  for (const place of [folder, repository]) await mkdir(join(place, 'scenarios'), { recursive: true })
  await writeFile(
    join(repository, 'scenarios', 'smoke.mjs'),
    `export default { name: 'smoke', description: 'Shipped.', exercises: ['A2'] }`,
  )
  await writeFile(join(repository, 'scenarios', 'surge.mjs'), `export default { name: 'surge', description: 'Shipped.' }`)
  await writeFile(join(folder, 'scenarios', 'surge.mjs'), `export default { name: 'surge', description: 'My own.' }`)
  await writeFile(join(folder, 'scenarios', 'broken.mjs'), `export default {`)
  return { places: { folder, repository }, [Symbol.asyncDispose]: () => root.remove() }
}

async function failureOf(work: Promise<unknown>): Promise<HarnessError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof HarnessError) return error
  throw new Error('expected a HarnessError')
}

test('a name is looked for among the shipped scenarios and the user’s own, which come first', async () => {
  await using made = await temporaryPlaces()
  expect(await loadScenario('smoke', made.places)).toMatchObject({ description: 'Shipped.' })
  expect(await loadScenario('surge', made.places)).toMatchObject({ description: 'My own.' })
  expect(await loadScenario('scenarios/surge.mjs', made.places)).toMatchObject({ description: 'My own.' })
})

test('the list holds every scenario, and a broken one with its problem', async () => {
  await using made = await temporaryPlaces()
  const list = await listDefinitions('scenario', made.places)
  expect(list.map(({ name, description }) => [name, description])).toEqual([
    ['broken', ''],
    ['smoke', 'Shipped.'],
    ['surge', 'My own.'],
  ])
  expect(list[0]?.problem).toContain('cannot be loaded')
  expect(list[1]?.exercises).toEqual(['A2'])
})

test('a misspelt name is answered with the known ones and the one that was meant', async () => {
  await using made = await temporaryPlaces()
  const error = await failureOf(loadScenario('smkoe', made.places))
  expect([error.code, error.hint]).toEqual(['UNKNOWN_NAME', 'did you mean smoke?'])
  expect(error.problems.join()).toContain('broken, smoke, surge')
})

test('a path that is not there, a file that does not load and one that is no system are told apart', async () => {
  await using made = await temporaryPlaces()
  const messages = await Promise.all([
    failureOf(loadScenario('./nothing.ts', made.places)),
    failureOf(loadScenario('broken', made.places)),
    failureOf(loadSystem('scenarios/surge.mjs', made.places)),
  ])
  expect(messages.map(({ code }) => code)).toEqual(['UNKNOWN_NAME', 'BAD_CONFIGURATION', 'BAD_CONFIGURATION'])
  expect(messages.map(({ message }) => message)).toEqual([
    'there is no scenario file ./nothing.ts',
    expect.stringContaining('broken.mjs cannot be loaded'),
    expect.stringContaining('does not export a system'),
  ])
})

test('a file that begins with a byte order mark is read, or refused with its name', async () => {
  await using made = await temporaryPlaces()
  const text = `\uFEFFexport default { name: 'marked', description: '' }`
  await writeFile(join(made.places.folder, 'utf8.mjs'), text)
  await writeFile(join(made.places.folder, 'utf16.mjs'), text, 'utf16le')
  expect(await loadScenario('./utf8.mjs', made.places)).toMatchObject({ name: 'marked' })
  const error = await failureOf(loadScenario('./utf16.mjs', made.places))
  expect(error.problems).toContainEqual(expect.stringContaining('a byte order mark (FF FE) at the start'))
})
