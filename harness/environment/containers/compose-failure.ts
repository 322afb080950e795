/** What went wrong while compose started a project, as an error of ours. Pure. */

import { join } from 'node:path'
import { HarnessError } from '../../model/errors.ts'
import type { ProcessDeath } from '../port.ts'

const patterns = {
  port: /port is already allocated|address already in use|Ports are not available/i,
  disk: /no space left on device/i,
  image:
    /pull access denied|manifest unknown|manifest for \S+ not found|failed to resolve reference|No such image|error pulling image|Image \S+ Error|dial tcp|i\/o timeout/i,
  /** Of a service without a check of its health: its ports are tried. */
  silent: /port \d+ not bound after \d+ *ms/i,
  engine: /Cannot connect to the Docker daemon|ECONNREFUSED|ENOENT.*docker\.sock/i,
} as const

/** `failed`: the container that ended or is unhealthy, where one is. `text`: what compose said. `logDir`: where the containers' output is. */
export function composeFailure(text: string, failed: ProcessDeath | undefined, logDir: string): HarnessError {
  const said = lines(text)
  if (patterns.disk.test(text) || (failed?.lastLines.some((line) => patterns.disk.test(line)) ?? false)) {
    return new HarnessError('DISK_FULL', 'the container engine has no space left', {
      hint: 'free some space where the engine keeps its data (docker system df tells what takes it)',
      problems: failed === undefined ? said : [`container ${failed.process}:`, ...failed.lastLines],
    })
  }
  // Compose's own words first: a container that is not ready yet is often what it left in the middle.
  if (patterns.port.test(text)) {
    return new HarnessError('PORT_TAKEN', 'a port that was free a moment ago is taken', { hint: 'run it again', problems: said })
  }
  if (patterns.image.test(text)) {
    return new HarnessError('IMAGE_MISSING', 'an image is neither on this machine nor can it be pulled', {
      hint: 'build the images with npm run images and put the lines that it prints into .env, or use --runtime local',
      problems: said,
    })
  }
  if (patterns.silent.test(text)) {
    return new HarnessError('STACK_NOT_READY', 'a container does not listen at a port that it publishes', {
      hint: `the output of each is in ${logDir}; give the service a healthcheck if it needs longer`,
      problems: said,
    })
  }
  if (failed !== undefined) {
    return new HarnessError('STACK_NOT_READY', `container ${failed.process} is not ready (${failed.status})`, {
      hint: `its whole output is in ${join(logDir, `${failed.process}.log`)}`,
      problems: failed.lastLines,
    })
  }
  if (patterns.engine.test(text)) {
    return new HarnessError('ENGINE_STOPPED', 'the container engine stopped answering', {
      hint: 'start it again, or use --runtime local',
      problems: said,
    })
  }
  return new HarnessError('STACK_NOT_READY', 'docker compose could not start the stack', { hint: 'see what it said', problems: said })
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-20)
}
