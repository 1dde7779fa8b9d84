package dev.gantry.app.cli.client;

/// A number in the digits it arrived with, so that nothing is lost or reformatted.
public record JsonNumber(String digits) {
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
