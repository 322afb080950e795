import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSurroundings } from '../surroundings.ts'
import type { Surroundings } from '../surroundings.ts'
import { openEngine } from './engine.ts'

/** A folder that others may enter: one test asks as another user. */
function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'))
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A machine on which there is this program `docker` alone, and its engine at `address`. */
function machine(folder: string, script: string | undefined, address: string): Surroundings {
  if (script !== undefined) writeFileSync(join(folder, 'docker'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return { ...readSurroundings(), searchPath: [folder], everything: { DOCKER_HOST: address, PATH: folder } }
}

async function listenAt(path: string): Promise<void> {
  const server = createServer((socket) => socket.destroy()).listen(path)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
}

/** A socket file that its owner has left. */
async function abandonedSocket(path: string): Promise<void> {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  await once(spawn(process.execPath, ['-e', script]), 'exit')
}

test('no program: NO_ENGINE', async () => {
  const folder = folderOf()
  await expect(openEngine(machine(folder, undefined, `unix://${folder}/s`))).rejects.toMatchObject({ code: 'NO_ENGINE', exitStatus: 69 })
})

test('no socket: NO_ENGINE, with where it was looked for', async () => {
  const folder = folderOf()
  const opening = openEngine(machine(folder, 'echo 5.0.2', `unix://${folder}/s`))
  await expect(opening).rejects.toMatchObject({ code: 'NO_ENGINE', message: expect.stringContaining(`${folder}/s`) as string })
})

test('a socket whose engine has stopped: ENGINE_STOPPED, with how to start it', async () => {
  const folder = folderOf()
  await abandonedSocket(join(folder, 's'))
  const opening = openEngine(machine(folder, 'echo 5.0.2', `unix://${folder}/s`))
  await expect(opening).rejects.toMatchObject({ code: 'ENGINE_STOPPED', hint: expect.stringContaining('start it') as string })
})

test.each([
  ['no address', 'docker.sock', 'docker.sock is no address'],
  ['of another machine', 'tcp://192.0.2.1:2375', 'on another machine'],
  ['over ssh', 'ssh://me@127.0.0.1', 'is no address that can be used'],
])('DOCKER_HOST is %s: NO_ENGINE, and nothing is sent there', async (_what, address, message) => {
  const opening = openEngine(machine(folderOf(), 'echo 5.0.2', address))
  await expect(opening).rejects.toMatchObject({ code: 'NO_ENGINE', message: expect.stringContaining(message) as string })
})

test.each([
  ['empty', { DOCKER_HOST: '' }],
  ['not set', {}],
])('DOCKER_HOST is %s, and the docker command has a context: NO_ENGINE, with what to export', async (_what, everything) => {
  const here = machine(folderOf(), 'echo unix:///elsewhere/docker.sock', '')
  await expect(openEngine({ ...here, everything })).rejects.toMatchObject({
    code: 'NO_ENGINE',
    hint: expect.stringContaining('DOCKER_HOST=unix:///elsewhere/docker.sock') as string,
  })
})

test.each([
  ['has no plugin', 'echo "docker: \'compose\' is not a docker command." >&2; exit 1', 'docker has no compose plugin'],
  ['has one that is too old', 'echo v2.19.9', 'docker compose is 2.19.9'],
])('docker %s: NO_COMPOSE', async (_what, script, message) => {
  const folder = folderOf()
  await listenAt(join(folder, 's'))
  const opening = openEngine(machine(folder, script, `unix://${folder}/s`))
  await expect(opening).rejects.toMatchObject({ code: 'NO_COMPOSE', message, hint: expect.stringContaining('2.20') as string })
})

test('a socket that another user owns: ENGINE_FORBIDDEN, with what to do', async () => {
  const folder = folderOf()
  await listenAt(join(folder, 's'))
  const isRoot = process.getuid?.() === 0
  chmodSync(join(folder, 's'), isRoot ? 0o600 : 0o000)
  expect(await openElsewhere(machine(folder, 'echo 5.0.2', `unix://${folder}/s`), {})).toMatchObject({
    code: 'ENGINE_FORBIDDEN',
    exitStatus: 69,
    hint: expect.stringContaining('group docker') as string,
  })
})

/** In a process of its own, as a user without rights where this one is root; gives how it was refused. */
async function openElsewhere(surroundings: Surroundings, env: Readonly<Record<string, string>>): Promise<unknown> {
  const script = join(import.meta.dirname, '..', '..', '..', 'tests', 'support', 'open-engine-as-nobody.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(surroundings)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await once(child, 'close')
  return JSON.parse(said)
}

/** Says that it is an engine, and nothing else. */
async function engineAt(where: string | number): Promise<Server> {
  const server = createHttpServer((_request, response) => response.end('{"ServerVersion":"1","OperatingSystem":"none"}'))
  // Where it is a number: a free port of loopback.
  await once(typeof where === 'string' ? server.listen(where) : server.listen(where, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  return server
}

test("a testcontainers.properties of the user's that names another engine: NO_ENGINE, so that nothing is started or removed there", async () => {
  const folder = folderOf()
  await engineAt(join(folder, 's'))
  chmodSync(join(folder, 's'), 0o777)
  const { port } = (await engineAt(0)).address() as AddressInfo
  writeFileSync(join(folder, '.testcontainers.properties'), `tc.host=tcp://127.0.0.1:${port}\n`)
  const address = `unix://${folder}/s`
  expect(await openElsewhere(machine(folder, 'echo 5.0.2', address), { HOME: folder, DOCKER_HOST: address })).toMatchObject({
    code: 'NO_ENGINE',
    hint: expect.stringContaining('~/.testcontainers.properties') as string,
  })
})
