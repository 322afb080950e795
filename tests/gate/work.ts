/** Keeps the thread busy: for so long, or with so much. Knows no system. */

/** For a server of a known speed: so long by the clock, whatever else the machine does. */
export function work(micros: number): void {
  // By the clock on the wall: that of the thread's processor time moves once a tick of the kernel alone on some (250 µs asked for were 3.7 ms), and a given number of
  // rounds takes a third longer from one minute to the next where the processor is shared.
  const end = performance.now() + micros / 1000
  while (performance.now() < end);
}

/** For a dearer server: so much on top of what it does, that costs more where its own work costs more, and is not over because others had the core. */
export function workRounds(rounds: number): number {
  let value = 1
  for (let round = 0; round < rounds; round++) value = Math.imul(value, 48_271) ^ round
  return value
}

/** How many rounds of work this thread does in so long, in the best of many tries: what the work costs where nothing else wants the core. */
export function roundsIn(micros: number): number {
  const perTry = 1_000_000
  let fastestMs = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 100; attempt++) {
    const from = performance.now()
    workRounds(perTry)
    fastestMs = Math.min(fastestMs, performance.now() - from)
  }
  return Math.round((micros / 1000 / fastestMs) * perTry)
}
