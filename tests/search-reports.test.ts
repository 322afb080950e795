import { describe, expect, test } from 'vitest'
import { summaryOfSearch } from '../harness/capacity/verdict-of-search.ts'
import { searchRecord, searchStep, searchSteps } from './support/sample-search.ts'
import { searchConsole } from '../reports/search/console.ts'
import { searchJunit } from '../reports/search/junit.ts'
import { searchMarkdown } from '../reports/search/markdown.ts'
import { searchPage } from '../reports/search/page.ts'
import { searchResult } from '../reports/search/write.ts'

const probe = { connections: 64, seconds: 4.2, acknowledged: 20_000, acknowledgedPerSecond: 4_762, otherAnswers: 0 }
const record = { ...searchRecord, probe }
const summary = summaryOfSearch(record, searchSteps)
const drawn = {
  console: searchConsole(record, summary, { colours: false, columns: 100, folder: 'runs/search' }),
  markdown: searchMarkdown(record, summary),
  page: searchPage(record, summary),
}

describe.each(Object.entries(drawn))('%s', (_, text) => {
  const plain = text.replaceAll('\\', '').replace(/\s+/g, ' ')

  test('names the knee and every rate of the curve with its latencies and its lag', () => {
    expect(plain).toContain('2,000 to 2,830 records/s')
    for (const figure of ['500', '1,000', '2,000', '2,830', '4,000', '100 ms', '≥ 4,000 ms', '283', 'did not hold'])
      expect(plain).toContain(figure)
  })

  test('says of the probe what it is', () => {
    expect(plain).toContain('4,762 acknowledgements/s with 64 connections in a closed loop')
    expect(plain).toContain('no verdict rests on it')
  })
})

test('the console keeps to its width, but for what is to be copied', () => {
  for (const line of drawn.console.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
  expect(drawn.console).toContain('Exit      0')
})

test('the page is whole, leads to each step’s own report, and has no script', () => {
  for (const { folder } of searchSteps) expect(drawn.page).toContain(`href="${folder}/report.html"`)
  expect(drawn.page).not.toContain('<script')
  expect(drawn.page).toContain('class="budget"')
  expect(searchPage(searchRecord, summaryOfSearch(searchRecord, []))).toContain('No step was made.')
})

test('a rate that was tried twice stands in the table twice and in the drawing once', () => {
  const steps = [searchStep(500, 'held'), searchStep(1_000, 'unjudged'), searchStep(1_000, 'held')]
  const page = searchPage(searchRecord, summaryOfSearch(searchRecord, steps))
  expect(page.match(/steps\/at-1000\/report\.html/g)).toHaveLength(2)
  expect(page).toContain('at 2 offered rates')
})

test.each([
  ['held', 'tests="1" failures="0" errors="0"'],
  ['broken', 'tests="1" failures="1" errors="0"'],
  ['unjudged', 'tests="1" failures="0" errors="1"'],
] as const)('junit: a search whose only step was %s', (outcome, counts) => {
  expect(searchJunit(searchRecord, summaryOfSearch(searchRecord, [searchStep(500, outcome)]))).toContain(counts)
})

test('no text from outside becomes markup', () => {
  const hostile = { ...searchRecord, scenario: '<b>x</b>', command: '<i>y</i>' }
  const made = summaryOfSearch(hostile, [searchStep(500, 'broken', '<u>z</u>')])
  for (const text of [searchPage(hostile, made), searchMarkdown(hostile, made), searchJunit(hostile, made)]) {
    expect(text.replace(/^ {4}.*$/gm, '')).not.toMatch(/<b>|<u>/)
  }
})

test('a script gets knee and curve', () => {
  expect(searchResult('runs/search', record, summary)).toMatchObject({
    kind: 'pass',
    exitStatus: 0,
    knee: summary.knee,
    curve: summary.curve,
    probe,
  })
})
