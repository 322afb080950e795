import { expect, test } from 'vitest'
import { parseJavaVersion } from './java.ts'

test.each([
  { printed: 'openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime', version: '17.0.15', major: 17 },
  { printed: 'java version "1.8.0_392"', version: '1.8.0_392', major: 8 },
  { printed: 'openjdk version "25" 2025-09-16', version: '25', major: 25 },
  { printed: 'openjdk version "26-ea" 2026-03-17', version: '26-ea', major: 26 },
])('$version is Java $major', ({ printed, version, major }) => {
  expect(parseJavaVersion(printed)).toEqual({ version, major })
})

test('anything else is no version', () => {
  expect(parseJavaVersion('java: command not found')).toBeUndefined()
})
