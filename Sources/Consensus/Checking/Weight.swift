/// What a part of a world adds to its fingerprint. A world's weight is the wrapping sum of the weights of its parts, so
/// that a step adds a difference.
protocol Weight: BitwiseCopyable, Sendable {
  static var zero: Self { get }
  static func &+ (left: Self, right: Self) -> Self
  static func &- (left: Self, right: Self) -> Self

  /// The fingerprint of a world of this weight: never 0.
  var fingerprint: UInt64 { get }
}

extension UInt64: Weight {
  @inline(__always)
  var fingerprint: UInt64 { Swift.max(1, self) }
}

/// Spreads a number over all 64 bits (the finaliser of SplitMix64: Steele, Lea, Flood, 2014), so that sums of such
/// numbers are good fingerprints.
@inline(__always)
func mixed(_ number: UInt64) -> UInt64 {
  var bits = number &+ 0x9E37_79B9_7F4A_7C15
  bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
  bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
  return bits ^ (bits >> 31)
}
