// Spans of the report's text: between the code points that the ledger counts and the places of the page.
"use strict"
const spans = (() => {
  const text = () => document.getElementById("text")
  const points = words => Array.from(words).length

  const nodes = () => [...text().querySelectorAll("[data-s]")].filter(run => run.firstChild)
  const unitOf = (words, point) => Array.from(words).slice(0, point).join("").length

  // The page's own Range for [start, end).
  const rangeOf = (start, end) => {
    const range = document.createRange()
    let begun = false
    for (const run of nodes()) {
      const from = Number(run.dataset.s), words = run.firstChild.data, to = from + points(words)
      if (!begun && start < to) { range.setStart(run.firstChild, unitOf(words, Math.max(0, start - from))); begun = true }
      if (begun && end > from) range.setEnd(run.firstChild, unitOf(words, Math.min(end, to) - from))
      if (end <= to) break
    }
    return begun ? range : null
  }

  const pointOf = (node, unit) => {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-s]")
    return run && Number(run.dataset.s) + points(node.nodeType === Node.TEXT_NODE ? node.data.slice(0, unit) : "")
  }

  // [start, end) of what is selected with the mouse, without white space at its edges; null where it is not text.
  const selected = () => {
    const selection = getSelection()
    if (selection.isCollapsed || !selection.rangeCount) return null
    const range = selection.getRangeAt(0), words = range.toString()
    if (!text()?.contains(range.startContainer) || !text().contains(range.endContainer)) return null
    const start = pointOf(range.startContainer, range.startOffset), end = pointOf(range.endContainer, range.endOffset)
    if (start == null || end == null || !words.trim()) return null
    return [start + points(words) - points(words.trimStart()), end - (points(words) - points(words.trimEnd()))]
  }

  const parse = written => [...written.matchAll(/(\d+)\s*-\s*(\d+)/g)].map(found => [Number(found[1]), Number(found[2])])
  const write = list => list.map(([start, end]) => `${start}-${end}`).join(", ")
  const wordsOf = list => list.map(([start, end]) => rangeOf(start, end)?.toString() ?? "").join(" … ")

  // Word starts and ends in order: where an edge may be moved to.
  const edges = () => nodes().flatMap(run => {
    const found = []
    for (const word of run.firstChild.data.matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)) {
      const from = Number(run.dataset.s) + points(run.firstChild.data.slice(0, word.index))
      found.push([from, from + points(word[0])])
    }
    return found
  })
  const step = (at, forward, isStart) => {
    const places = edges().map(edge => edge[isStart ? 0 : 1])
    return (forward ? places.find(place => place > at) : places.findLast(place => place < at)) ?? at
  }

  const show = (role, list) => {
    if (typeof Highlight === "undefined") return
    CSS.highlights.set(`span-${role}`, new Highlight(...list.map(([start, end]) => rangeOf(start, end)).filter(Boolean)))
  }
  const hide = () => { if (typeof Highlight !== "undefined") for (const role of ["source", "cue", "content"]) CSS.highlights.delete(`span-${role}`) }

  return { selected, parse, write, wordsOf, step, show, hide }
})()
