/** The container engine of this machine and its compose plugin: found, spoken with, or told what is missing. */

import { execFile } from 'node:child_process'
import type { NetConnectOpts } from 'node:net'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { getContainerRuntimeClient } from 'testcontainers'
import { HarnessError } from '../../model/errors.ts'
import type { Surroundings } from '../surroundings.ts'
import { findProgram } from '../surroundings.ts'
import { engineAddress, noEngine } from './engine-address.ts'

/** The engine's own API. */
export type Docker = Awaited<ReturnType<typeof getContainerRuntimeClient>>['container']['dockerode']

export interface Engine {
  readonly docker: Docker
  readonly version: string
  readonly composeVersion: string
}

/** The first with everything that docker-compose.yml uses (waiting for services that run to their end). */
export const composeVersionMin: readonly [number, number] = [2, 20]
const commandTimeoutMs = 10_000
const install = { hint: 'install one (apt-get install docker.io), set DOCKER_HOST, or use --runtime local' }

/** Throws NO_ENGINE, ENGINE_FORBIDDEN, ENGINE_STOPPED or NO_COMPOSE, each with what to type. Starts nothing. */
export async function openEngine(surroundings: Surroundings): Promise<Engine> {
  const program = findProgram('docker', surroundings)
  if (program === undefined) throw noEngine('no program docker is on the path', install)
  const address = await engineAddress(program, surroundings)
  await assertReachable(address)
  const composeVersion = await readComposeVersion(program, surroundings)
  // Where this is a container itself the library would look for published ports at the bridge's gateway; they are on loopback alone.
  surroundings.everything['TESTCONTAINERS_HOST_OVERRIDE'] ??= '127.0.0.1'
  const { container, info } = await getContainerRuntimeClient().catch((cause: unknown) => {
    throw noEngine(`no engine answers: ${String(cause)}`, install)
  })
  assertSame(container.dockerode, address)
  return { docker: container.dockerode, version: String(info.containerRuntime.serverVersion), composeVersion }
}

/** Its library reads a file of its user's own besides, which may name another engine: what was checked is what is spoken with. */
function assertSame({ modem }: Docker, address: URL): void {
  const { socketPath, host, port } = modem as { readonly socketPath?: string; readonly host?: string; readonly port?: string }
  const spokenWith = host ? `tcp://${host}:${port || 2375}` : `unix://${socketPath}`
  if (spokenWith === addressText(address)) return
  throw noEngine(`testcontainers would speak with ${spokenWith}, not with ${addressText(address)}`, {
    hint: 'take docker.host and tc.host out of ~/.testcontainers.properties, set DOCKER_HOST to the same engine, or use --runtime local',
  })
}

function addressText({ protocol, pathname, hostname, port }: URL): string {
  return protocol === 'unix:' ? `unix://${pathname}` : `tcp://${hostname}:${port === '' ? 2375 : port}`
}

/** A socket that is there may be another user's, or of an engine that has stopped: each wants another command typed. */
async function assertReachable(address: URL): Promise<void> {
  const { protocol, pathname, hostname, port } = address
  const target: NetConnectOpts = protocol === 'unix:' ? { path: pathname } : { host: hostname, port: port === '' ? 2375 : Number(port) }
  const code = await new Promise<string | undefined>((resolve) => {
    const socket = connect(target)
    socket.setTimeout(commandTimeoutMs)
    const end = (result: string | undefined): void => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', () => end(undefined))
    socket.once('timeout', () => end('ETIMEDOUT'))
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  })
  if (code === undefined) return
  if (code === 'EACCES' || code === 'EPERM') {
    throw new HarnessError('ENGINE_FORBIDDEN', `this user may not use the container engine at ${address.href} (${code})`, {
      hint: 'add the user to the group docker and log in again, or use --runtime local',
    })
  }
  if (code === 'ENOENT') throw noEngine(`there is no ${pathname}`, install)
  throw new HarnessError('ENGINE_STOPPED', `the container engine at ${address.href} does not answer (${code})`, {
    hint: 'start it (systemctl start docker, or Docker Desktop), or use --runtime local',
  })
}

async function readComposeVersion(program: string, { everything }: Surroundings): Promise<string> {
  const text = await promisify(execFile)(program, ['compose', 'version', '--short'], { timeout: commandTimeoutMs, env: everything }).then(
    ({ stdout }) => stdout.trim().replace(/^v/, ''),
    () => undefined,
  )
  // A plugin that was built from its source may call itself anything but a number.
  if (text !== undefined && !/^\d/.test(text)) return text
  const [major = 0, minor = 0] = (text ?? '').split('.').map(Number)
  const [majorMin, minorMin] = composeVersionMin
  if (major > majorMin || (major === majorMin && minor >= minorMin)) return text ?? ''
  throw new HarnessError('NO_COMPOSE', text === undefined ? 'docker has no compose plugin' : `docker compose is ${text}`, {
    hint: `install docker compose ${composeVersionMin.join('.')} or newer (docs/containers.md has the command), or use --runtime local`,
  })
}
