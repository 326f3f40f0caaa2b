// Numbers in sentences.

/// A number and what it counts: `1 world`, `12,345 worlds`, `2 branches`.
package func counted(_ number: Int, _ one: String, plural: String? = nil) -> String {
  "\(grouped(number)) \(number == 1 ? one : plural ?? one + "s")"
}

/// A number as people read it: `20,000`.
package func grouped(_ number: Int) -> String {
  let digits = Array(String(number))
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
    text.append(digit)
  }
  return text
}
