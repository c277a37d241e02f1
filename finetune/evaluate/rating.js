const data = JSON.parse(document.getElementById('data').textContent)
const chosen = {}

function made(tag, text, parent) {
  const node = document.createElement(tag)
  node.textContent = text
  parent.append(node)
  return node
}

function told() {
  document.getElementById('state').textContent = `${Object.keys(chosen).length} of ${data.items.length} rated`
}

data.items.forEach((item, number) => {
  const section = made('section', '', document.getElementById('items'))
  made('h2', `${number + 1}. ${item.asked}`, section)
  if (item.shown) made('pre', item.shown, section)
  const beside = made('div', '', section)
  beside.className = 's'
  for (const side of ['A', 'B']) {
    const box = made('div', '', beside)
    made('h3', side, box)
    made('pre', item[side], box)
  }
  const form = made('fieldset', '', section)
  made('legend', 'Which is better?', form)
  for (const [value, words] of [['A', 'A'], ['B', 'B'], ['same', 'No difference']]) {
    const label = made('label', '', form)
    const input = document.createElement('input')
    input.type = 'radio'
    input.name = item.id
    input.value = value
    input.addEventListener('change', () => { chosen[item.id] = value; told() })
    label.append(input, ` ${words}`)
  }
})

document.getElementById('save').addEventListener('click', () => {
  const rater = document.getElementById('rater').value.trim()
  if (!rater) {
    document.getElementById('state').textContent = 'Write your name first.'
    return
  }
  const text = JSON.stringify({ page: data.page, rater, ratings: chosen }, null, 2)
  const link = document.createElement('a')
  link.href = `data:application/json;charset=utf-8,${encodeURIComponent(text)}`
  link.download = `ratings-${rater.replace(/\W+/g, '-')}.json`
  link.click()
  told()
})
told()
