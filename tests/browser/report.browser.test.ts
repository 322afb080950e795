import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeReports } from '../../reports/index.ts'
import { hostileSample, type Sample, samples } from '../support/sample-summary.ts'
import { chromiumPath, startChromium } from './chromium.ts'
import { type LowContrast, lowContrastScript } from './contrast.ts'
import { overlapsScript } from './overlaps.ts'

const executable = chromiumPath(process.env)
// Every way in which a text from outside has been seen to run: tag, attribute, end of style, end of title, SVG.
const hostile = `</style></title></desc></svg><img src=x onerror="document.title='EXECUTED'"><script>document.title='EXECUTED'</script>"'\`><svg onload=document.title='EXECUTED'> ${'long'.repeat(40)}`
const all: Readonly<Record<string, () => Sample>> = { ...samples, hostile: () => hostileSample(hostile) }

let browser: Browser
let folder = ''
/** Drawn once each. */
const paths = new Map<string, string>()

beforeAll(async () => {
  if (executable === undefined) throw new Error('no Chromium found; set CHROME_PATH or install chromium')
  folder = await mkdtemp(join(tmpdir(), 'tenfold-browser-'))
  browser = await startChromium(executable)
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  readonly complaints: readonly string[]
  readonly requests: readonly string[]
}

/** Opens a sample's report from its file and hands over what the browser said and asked for meanwhile. */
async function withReport(name: string, options: BrowserContextOptions, check: (opened: Opened) => Promise<void>): Promise<void> {
  const path = paths.get(name) ?? (await draw(name))
  paths.set(name, path)
  const context = await browser.newContext(options)
  try {
    const page = await context.newPage()
    const complaints: string[] = []
    const requests: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(pathToFileURL(path).href, { waitUntil: 'load', timeout: 30_000 })
    await check({ page, complaints, requests: requests.slice(1) })
  } finally {
    await context.close()
  }
}

async function draw(name: string): Promise<string> {
  const { run, summary } = all[name]!()
  const [path = ''] = await writeReports(await mkdtemp(join(folder, 'report-')), run, summary)
  return path
}

const widths = [1280, 390, 320] as const

describe.each(Object.keys(all))('%s', (name) => {
  test('shows its verdict, asks for nothing and complains of nothing', async () => {
    await withReport(name, {}, async ({ page, complaints, requests }) => {
      const { verdict } = all[name]!().summary
      expect(await page.locator('h1').isVisible()).toBe(true)
      expect(await page.locator('.badge').innerText()).toContain(verdict.title)
      expect(await page.locator('.lead').innerText()).toContain(verdict.sentence.replaceAll(/\s+/g, ' ').trim())
      expect(complaints).toEqual([])
      expect(requests).toEqual([])
      expect(await page.title()).toContain('Tenfold')
      expect(await page.locator('script, img, iframe, [onload], [onerror]').count()).toBe(0)
    })
  })

  test.each(widths)('has no label on top of another at %i px, and does not scroll sideways, folded or unfolded', async (width) => {
    await withReport(name, { viewport: { width, height: 900 } }, async ({ page }) => {
      expect(await page.evaluate(overlapsScript)).toEqual([])
      const overflow = (): Promise<number> => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      expect(await overflow()).toBeLessThanOrEqual(0)
      await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
      expect(await overflow()).toBeLessThanOrEqual(0)
    })
  })

  test.each(['light', 'dark'] as const)('can be read in %s', async (colorScheme) => {
    await withReport(name, { colorScheme }, async ({ page }) => {
      await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
      const { low, checked } = await page.evaluate<{ low: LowContrast[]; checked: number }>(lowContrastScript)
      expect(low).toEqual([])
      expect(checked).toBeGreaterThan(20)
    })
  })
})

test('says the same without JavaScript', async () => {
  const texts: string[] = []
  for (const javaScriptEnabled of [true, false]) {
    await withReport('correctness-failure', { javaScriptEnabled }, async ({ page, complaints }) => {
      texts.push(await page.locator('body').innerText())
      expect(complaints).toEqual([])
      expect(await page.locator('.canvas svg').first().isVisible()).toBe(true)
    })
  }
  expect(texts[0]).toContain('The stack gave wrong answers.')
  expect(texts[1]).toBe(texts[0])
})

test('dark is dark and light is light', async () => {
  const backgrounds: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await withReport('black-friday-pass', { colorScheme }, async ({ page }) => {
      backgrounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'))
    })
  }
  expect(backgrounds).toEqual(['rgb(245, 246, 248)', 'rgb(14, 17, 22)'])
})

test('charts and tables have names for those who do not see them', async () => {
  await withReport('black-friday-pass', {}, async ({ page }) => {
    const figure = page.getByRole('img', { name: 'Records per second' })
    expect(await figure.count()).toBe(1)
    expect(await figure.locator('desc').textContent()).toContain('Records offered by the plan')
    expect(await page.getByRole('table').count()).toBeGreaterThan(4)
    expect(await page.getByRole('rowheader', { name: 'surge' }).count()).toBeGreaterThan(0)
    expect(await page.getByRole('region', { name: 'Thresholds' }).getByRole('columnheader').count()).toBe(3)
  })
})
