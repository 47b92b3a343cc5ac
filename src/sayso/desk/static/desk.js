// Keys, the statement that is looked at, text and ledger in step, and the form in which words are corrected.
"use strict"
const one = (selector, inside = document) => inside.querySelector(selector)
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)]
const entries = () => all("#reader .entry")
const rows = () => all(".reports tbody tr, .matrix tbody tr")
const current = () => one(".entry.now, tr.now")
const runsOf = id => all(`#text .run[data-ids~="${CSS.escape(id)}"]`)
let role = "content"  // whose words the mouse selects while correcting

// ---------------------------------------------------------------- the statement that is looked at

function choose(id, { scroll = true, focus = false } = {}) {
  const entry = id ? document.getElementById(id) : null
  all(".entry.now").forEach(other => other.classList.remove("now"))
  all("#text .run.now").forEach(run => { run.classList.remove("now"); delete run.dataset.role })
  document.body.classList.toggle("picked", Boolean(entry))
  if (!entry?.matches("#reader .entry")) return
  entry.classList.add("now")
  const seen = new Set()
  for (const run of runsOf(id)) {
    run.classList.add("now")
    const mine = run.dataset.ids.split(" ").at(-1) === id
    const name = mine && ["source", "cue", "content"].find(each => run.classList.contains(`r-${each}`))
    if (name && !seen.has(name)) { seen.add(name); run.dataset.role = name }
  }
  const crumbs = one("#crumbs")
  crumbs.replaceChildren(one(".chain", entry).cloneNode(true), one(".kind", entry).cloneNode(true))
  history.replaceState(null, "", `#${encodeURIComponent(id)}`)
  if (scroll) { nearest(entry); if (runsOf(id)[0]) nearest(runsOf(id)[0]) }
  if (focus) entry.focus({ preventScroll: true })
}

function nearest(element) {
  const box = element.getBoundingClientRect()
  const room = element.closest("aside")?.getBoundingClientRect() ?? { top: 60, bottom: innerHeight }
  if (box.top < Math.max(room.top, 60) || box.bottom > Math.min(room.bottom, innerHeight) - 40) element.scrollIntoView({ block: "center" })
}

function move(by) {
  const list = rows().length ? rows() : entries()
  if (!list.length) return
  const next = list[Math.min(list.length - 1, Math.max(0, list.indexOf(current()) + by))]
  if (next.id) return choose(next.id, { focus: true })
  rows().forEach(row => row.classList.toggle("now", row === next))
  one("a", next).focus()
}

// Scrolled text takes the ledger along, unless somebody works there.
let waiting = false
addEventListener("scroll", () => {
  const aside = one("#reader aside")
  if (waiting || !aside || one(".edit") || aside.matches(":hover") || getComputedStyle(aside).position !== "sticky") return
  waiting = true
  requestAnimationFrame(() => {
    waiting = false
    const top = all("#text > *").find(line => line.getBoundingClientRect().bottom > 80)
    const start = Number(one("[data-s]", top ?? document.body)?.dataset.s ?? 0)
    const entry = entries().find(each => Number(each.dataset.start) >= start)
    if (entry) aside.scrollTop += entry.getBoundingClientRect().top - aside.getBoundingClientRect().top - 8
  })
}, { passive: true })

// ---------------------------------------------------------------- correcting words

function showSpans() {
  for (const input of all(".edit .spans input")) {
    const list = spans.parse(input.value)
    spans.show(input.name, list)
    one("output", input.parentElement).textContent = spans.wordsOf(list)
  }
}

function setSpans(input, list) {
  input.value = spans.write(list)
  showSpans()
}

function stepSpan(event, input) {
  const list = spans.parse(input.value), last = list.at(-1)
  if (!last) return
  event.preventDefault()
  const forward = event.key === "ArrowRight"
  if (event.shiftKey) list[0][0] = spans.step(list[0][0], forward, true)
  else last[1] = spans.step(last[1], forward, false)
  if (list.every(([start, end]) => start < end)) setSpans(input, list)
}

function closeEdit() {
  all(".slot").forEach(slot => slot.replaceChildren())
  all(".entry.editing").forEach(entry => entry.classList.remove("editing"))
  spans.hide()
}

document.addEventListener("mouseup", event => {
  const input = one(`.edit [name="${role}"]`), found = input && spans.selected()
  if (!found) return
  const kept = event.ctrlKey || event.metaKey ? spans.parse(input.value) : []
  setSpans(input, [...kept, found].sort((one, other) => one[0] - other[0]))
  getSelection().removeAllRanges()
  input.focus()
})
document.addEventListener("focusin", event => { if (event.target.matches(".edit .spans input")) role = event.target.name })
document.addEventListener("input", event => { if (event.target.matches(".edit .spans input")) showSpans() })

// ---------------------------------------------------------------- clicks and keys

document.addEventListener("click", event => {
  const run = event.target.closest(".run"), entry = event.target.closest("#reader .entry")
  if (event.target.closest("[data-prints]")) print()
  else if (event.target.closest("[data-opens]")) document.getElementById(event.target.closest("[data-opens]").dataset.opens).showModal()
  else if (event.target.closest("[data-closes]") && one("#reader .edit")) { event.preventDefault(); closeEdit(); current()?.focus() }
  else if (run && !one(".edit") && getSelection().isCollapsed) chooseAt(run)
  else if (entry && !event.target.closest("form, a, .slot")) choose(entry.id)
})

// The innermost statement of these words; another click goes one level out.
function chooseAt(run) {
  const ids = run.dataset.ids.split(" ").filter(id => document.getElementById(id)).reverse()
  choose(ids[(ids.indexOf(current()?.id) + 1) % ids.length])
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () => one('.acts [value="accept"]', current() ?? document.createElement("i"))?.click(),
  x: () => one('.acts [value="reject"]', current() ?? document.createElement("i"))?.click(),
  e: () => (one("#correct-claim") ?? one(".acts .button", current() ?? document.createElement("i")))?.click(),
  u: () => one("#undo")?.click(),
  U: () => one("#redo")?.click(),
  c: () => { const box = one("[name=report]", current() ?? document.createElement("i")); if (box) { box.click() } },
  "/": () => one("#search") ? one("#search").focus() : location.assign("/reports"),
  "?": () => one("#keys").showModal(),
}

document.addEventListener("keydown", event => {
  const field = event.target.closest("input, select, textarea")
  if (event.key === "Escape" && one("#reader .edit")) { closeEdit(); current()?.focus() }
  else if (event.key === "Escape" && !one("dialog[open]") && one("#reader")) choose(null)
  else if (event.key === "Escape" && !one("dialog[open]")) one("#leave")?.click()
  else if (field?.matches(".edit .spans input") && ["ArrowLeft", "ArrowRight"].includes(event.key)) stepSpan(event, field)
  else if (!field && !event.ctrlKey && !event.metaKey && !event.altKey && !one("dialog[open]") && keys[event.key]) {
    event.preventDefault()
    typed.push(event.key)
    workOff()
  }
})

// Keys typed while a decision is on its way wait for the page that it gives: else they would fall on the old one.
const typed = []
let isDeciding = false
function workOff() {
  while (typed.length && !isDeciding) keys[typed.shift()]()
}
function settle() {
  isDeciding = false
  workOff()
}
document.addEventListener("htmx:beforeRequest", event => { isDeciding ||= event.detail.requestConfig.verb === "post" })

// ---------------------------------------------------------------- choosing reports for a case

// Those chosen stay chosen while the list shows others: the form keeps them beside the boxes.
function showChosen() {
  const form = one("#choice")
  if (!form) return
  const boxes = all('#rows [name="report"]'), kept = all('[type="hidden"]', form)
  for (const box of boxes) {
    const mine = kept.find(each => each.value === box.value)
    if (mine) { box.checked = true; mine.remove() }
  }
  const count = new FormData(form).getAll("report").length
  one("#chosen").textContent = count ? `${count} chosen` : "Choose reports to read them as one case."
  one("button", form).disabled = !count
}
document.addEventListener("change", event => { if (event.target.matches('#rows [name="report"]')) showChosen() })
document.addEventListener("htmx:beforeSwap", event => {
  if (event.detail.target.id === "rows") for (const box of all("#rows :checked")) one("#choice").append(Object.assign(document.createElement("input"), { type: "hidden", name: "report", value: box.value }))
})

// ---------------------------------------------------------------- after the server's answer

let kept = null
document.addEventListener("htmx:beforeSwap", event => {
  if (event.detail.target.id === "reader") kept = { id: current()?.id, place: entries().indexOf(current()), y: scrollY, aside: one("#reader aside")?.scrollTop }
})
document.addEventListener("htmx:afterSettle", () => {
  if (kept) {
    const { id, place, y, aside } = kept
    kept = null
    spans.hide()
    const next = id && !document.getElementById(id) ? entries()[Math.min(place, entries().length - 1)]?.id : id  // filtered out
    choose(next, { scroll: false, focus: true })
    scrollTo(0, y)
    if (one("#reader aside")) one("#reader aside").scrollTop = aside
    one("#said").textContent = one(".entry.now .judged")?.textContent ?? ""
  }
  showChosen()
  if (one("#reader .edit") && !one(".entry.editing")) {
    one("#reader .edit").closest(".entry").classList.add("editing")
    showSpans()
    one('.edit [name="content"]').focus()
    one(".edit").scrollIntoView({ block: "nearest" })
  }
  settle()
})
for (const failed of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failed, event => {
    const why = event.detail.xhr?.responseText
    all(".notice").forEach(notice => notice.remove())
    const notice = Object.assign(document.createElement("p"), { className: "notice", role: "alert" })
    notice.textContent = event.detail.xhr?.status && why ? why : "The desk does not answer: is `sayso desk` still running?"
    one("main").prepend(notice)
    settle()
  })
}
addEventListener("DOMContentLoaded", () => { choose(decodeURIComponent(location.hash.slice(1))); showChosen() })
addEventListener("hashchange", () => choose(decodeURIComponent(location.hash.slice(1))))
