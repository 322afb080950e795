import { afterAll, expect, test } from 'vitest'
import { Workplace } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
afterAll(() => workplace[Symbol.dispose]())

test('Ctrl-C ends a calibration with 130, without a figure, and nothing stays', async () => {
  const command = workplace.start(['doctor', '--calibrate'])
  await command.told('· a freeze of 4 s in 20 s')
  process.kill(command.pid, 'SIGINT')
  const { status, stdout, stderr } = await command.ended
  expect([status, stdout]).toEqual([130, ''])
  expect(stderr).toContain('interrupted by SIGINT')
  expect(workplace.leftovers()).toEqual([])
})

test('a number of times that cannot be meant is refused', async () => {
  const { status, stderr } = await workplace.run(['doctor', '--calibrate', '--times', '0'])
  expect([status, stderr]).toEqual([64, expect.stringContaining('Expected a whole number from 1 to 100')])
})
