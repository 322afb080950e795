/** Labels of a chart that lie on top of each other. Runs inside the page. */

/** Each pair of visible labels of one plot whose boxes share more than a hair, as `text / text`. */
export const overlapsScript = `(() => {
  const found = []
  for (const plot of document.querySelectorAll('.plot')) {
    const labels = [...plot.querySelectorAll('.phase-names span, .budget-label, .y, .x-axis span')]
      .filter((label) => label.checkVisibility())
      .map((label) => {
        // The text's own box: the label of a phase is as wide as its phase.
        const range = document.createRange()
        range.selectNodeContents(label)
        const box = range.getBoundingClientRect()
        const own = label.getBoundingClientRect()
        const isCut = getComputedStyle(label).overflow === 'hidden'
        return { text: label.textContent, box, isHidden: isCut && box.top >= own.bottom - 1, isClipped: isCut && box.right - own.right > 1 }
      })
      .filter(({ isHidden }) => !isHidden)
    found.push(...labels.filter(({ isClipped }) => isClipped).map(({ text }) => text + ' / its own edge'))
    for (const [index, one] of labels.entries()) {
      for (const other of labels.slice(index + 1)) {
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        if (width > 1 && height > 1) found.push(one.text + ' / ' + other.text)
      }
    }
  }
  return found
})()`
