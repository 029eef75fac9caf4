/** A name with a suffix; one that would be too long is cut and told apart by a hash of the whole name. */
export function fitName(name: string, ending: string, limit: number | undefined): string {
  const whole = name + ending
  if (limit === undefined || Buffer.byteLength(whole) <= limit) return whole
  const mark = `_${hash(name)}${ending}`
  return cutToBytes(name, limit - Buffer.byteLength(mark)) + mark
}

/** FNV-1a over UTF-16 code units, 32 bits, as 8 hexadecimal digits. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  }
  return (value >>> 0).toString(16).padStart(8, '0')
}

function cutToBytes(text: string, bytes: number): string {
  let kept = ''
  let used = 0
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > bytes) break
    kept += character
  }
  return kept
}
