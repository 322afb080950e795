/** Keeps the thread busy for so long. Knows no system. */
export function work(micros: number): void {
  // By the clock on the wall: that of the thread's processor time moves once a tick of the kernel alone on some (250 µs asked for were 3.7 ms), and a given number of
  // rounds takes a third longer from one minute to the next where the processor is shared.
  const end = performance.now() + micros / 1000
  while (performance.now() < end);
}
