/** Where the container engine of this machine listens, checked before anything is sent there. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { HarnessError } from '../../model/errors.ts'
import type { Surroundings } from '../surroundings.ts'

const defaultAddress = 'unix:///var/run/docker.sock'
const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/
const commandTimeoutMs = 10_000

/**
 * DOCKER_HOST, which all programs follow, else the usual socket. Throws NO_ENGINE where the docker command, which starts the containers, would
 * then speak with another engine (its context's), and where it is not on this machine: ports are published on its loopback.
 */
export async function engineAddress(program: string, surroundings: Surroundings): Promise<URL> {
  // Empty is as if it were not set, as for the docker command.
  const asked = surroundings.everything['DOCKER_HOST'] || undefined
  const text = asked ?? defaultAddress
  const ofContext = asked === undefined ? await contextAddress(program, surroundings) : undefined
  if (ofContext !== undefined && ofContext !== text) {
    throw noEngine(`the docker command speaks with ${ofContext} (its context), not with ${text}`, {
      hint: `type export DOCKER_HOST=${ofContext}, or use --runtime local`,
    })
  }
  const address = URL.parse(text)
  if (address === null || !['unix:', 'tcp:', 'http:', 'https:'].includes(address.protocol)) {
    throw noEngine(`${text} is no address that can be used`, {
      hint: 'set DOCKER_HOST to unix:///… or tcp://127.0.0.1:…, or use --runtime local',
    })
  }
  if (address.protocol !== 'unix:' && !loopback.test(address.hostname)) {
    throw noEngine(`the one at ${text} is on another machine, whose ports cannot be reached from here`, {
      hint: 'use an engine of this machine, or --runtime local',
    })
  }
  return address
}

/** Undefined where the command does not tell. */
async function contextAddress(program: string, { everything }: Surroundings): Promise<string | undefined> {
  const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']
  try {
    const { stdout } = await promisify(execFile)(program, args, { timeout: commandTimeoutMs, env: everything })
    return stdout.includes('://') ? stdout.trim() : undefined
  } catch {
    return undefined
  }
}

/** `hint`: what to type. */
export function noEngine(what: string, { hint }: { readonly hint: string }): HarnessError {
  return new HarnessError('NO_ENGINE', `no container engine: ${what}`, { hint })
}
