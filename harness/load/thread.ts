/** Entry of a load thread: opens its driver, waits for the start, runs the send loop, reports how the thread itself fared. */

import { parentPort, workerData } from 'node:worker_threads'

import { monotonicUs } from '../system/clock.ts'
import { stopThread, threadCpuMs, watchPauses } from '../system/pause-watch.ts'
import type { PauseWatch } from '../system/pause-watch.ts'
import { preferThisThread } from '../system/thread-priority.ts'
import { shareSize } from './arrivals/share.ts'
import { openDriver } from './open-driver.ts'
import type { OpenDriver } from './open-driver.ts'
import { sendLoop } from './send-loop.ts'
import type { FromThread, ThreadInput, ToThread } from './thread-messages.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin; the rule means windows
const say = (message: FromThread): void => parentPort?.postMessage(message)

const input = workerData as ThreadInput
preferThisThread()
try {
  run(await openDriver(input, monotonicUs, shareSize(input.load.requests.count, input)))
} catch (error) {
  say({ kind: 'unreachable', message: error instanceof Error ? error.message : String(error) })
  parentPort?.close()
}

function run(open: OpenDriver): void {
  let watch: PauseWatch | undefined
  let cpuMsBefore = 0
  const loop = sendLoop(input, open, monotonicUs, () => {
    const pauseMsMax = watch?.pauseMsMax() ?? 0
    const pauses = watch?.pauses() ?? []
    watch?.stop()
    say({ kind: 'done', cpuMs: threadCpuMs() - cpuMsBefore, pauseMsMax, pauses, answers: loop.answers() })
    // Nothing listens any more: the thread ends by itself.
    parentPort?.close()
  })
  parentPort?.on('message', (message: ToThread) => {
    if (message.kind === 'pause') stopThread(message.durationMs)
    else if (message.kind === 'abort') loop.abort()
    else {
      watch = watchPauses()
      cpuMsBefore = threadCpuMs()
      loop.start(message.originUs)
    }
  })
  say({ kind: 'ready' })
}
