package dev.gantry.app.cli.client;

/// A number in the digits it arrived with, so that nothing is lost or reformatted.
public record JsonNumber(String digits) {
  /// Whether it fits a `long` and has neither fraction nor exponent.
  public boolean isInteger() {
    if (digits.length() > 18) {
      return false;
    }
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return false;
      }
    }
    return true;
  }

  public long longValue() {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      return (long) doubleValue();
    }
  }

  public double doubleValue() {
    return Double.parseDouble(digits);
  }

  @Override
  public String toString() {
    return digits;
  }
}
