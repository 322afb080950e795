/** Contrast of text in a page, by WCAG 2.2 (relative luminance, 4.5 to 1, or 3 to 1 for large text). Runs inside the page. */

export interface LowContrast {
  readonly text: string
  readonly ratio: number
  readonly colours: string
}

/** Every element that holds text of its own and has too little contrast with the nearest opaque background behind it. */
export const lowContrastScript = `(() => {
  const parse = (colour) => {
    const [r, g, b, a = 1] = (colour.match(/[\\d.]+/g) ?? []).map(Number)
    return colour.startsWith('color(') ? { r: r * 255, g: g * 255, b: b * 255, a } : { r, g, b, a }
  }
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1,
  })
  const backgroundOf = (element) => {
    const layers = []
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor)
      if (colour.a > 0) layers.push(colour)
      if (colour.a === 1) break
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 })
  }
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const low = []
  let checked = 0
  for (const element of document.body.querySelectorAll('*:not(svg *)')) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('').trim()
    const style = getComputedStyle(element)
    if (own === '' || !element.checkVisibility() || style.clipPath !== 'none') continue
    checked += 1
    const background = backgroundOf(element)
    const colour = over(parse(style.color), background)
    const [a, b] = [luminance(colour), luminance(background)].sort((x, y) => y - x)
    const size = parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    const ratio = (a + 0.05) / (b + 0.05)
    if (ratio < (large ? 3 : 4.5)) low.push({ text: own.slice(0, 60), ratio, colours: style.color + ' on ' + JSON.stringify(background) })
  }
  return { low, checked }
})()`
