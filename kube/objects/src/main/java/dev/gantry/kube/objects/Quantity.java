package dev.gantry.kube.objects;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// An amount of a resource: `500m`, `1.5Gi`, `1e3`.
///
/// The value is exact to a billionth; finer amounts are rounded up, away from zero. A quantity
/// remembers which family of suffixes it was written with and is printed with the same, in
/// canonical form: no fraction, the largest suffix that keeps it whole. Equality is of amounts.
public final class Quantity implements Comparable<Quantity> {
  /// The family of suffixes a quantity is printed with.
  public enum Format {
    DECIMAL_SI,
    BINARY_SI,
    DECIMAL_EXPONENT
  }

  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI);

  private static final String SYNTAX = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";
  private static final Pattern PATTERN = Pattern.compile(SYNTAX);
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)");
  private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?\\d{1,9}");
  private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final int NANO = 9;

  private final BigDecimal amount;
  private final Format format;

  private Quantity(BigDecimal amount, Format format) {
    this.amount = amount;
    this.format = format;
  }

  public static Quantity of(long value) {
    return new Quantity(BigDecimal.valueOf(value), Format.DECIMAL_SI);
  }

  public static Quantity ofMilli(long milli) {
    return new Quantity(BigDecimal.valueOf(milli, 3), Format.DECIMAL_SI);
  }

  /// An amount of bytes, printed with `Ki`, `Mi` and so on.
  public static Quantity ofBytes(long bytes) {
    return new Quantity(BigDecimal.valueOf(bytes), Format.BINARY_SI);
  }

  /// Reads a text or a number; zero when the node is missing.
  ///
  /// @throws InvalidArgumentException with upstream's words when it is no quantity
  public static Quantity of(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? ZERO : parse(node.asString(""));
  }

  /// Reads a text such as `500m`.
  ///
  /// @throws InvalidArgumentException with upstream's words when it is no quantity
  public static Quantity parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidArgumentException(
          "quantities must match the regular expression '" + SYNTAX + "'");
    }
    String suffix = matcher.group(2);
    int decimal = decimalExponent(suffix);
    int binary = binaryExponent(suffix);
    boolean exponent = EXPONENT.matcher(suffix).matches();
    if (decimal == Integer.MIN_VALUE && binary < 0 && !exponent) {
      throw new InvalidArgumentException("unable to parse quantity's suffix");
    }
    if (!NUMBER.matcher(matcher.group(1)).matches()) {
      throw new InvalidArgumentException("unable to parse numeric part of quantity");
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    if (binary > 0) {
      return binary(number.multiply(KIBI.pow(binary)));
    }
    int power = exponent ? Integer.parseInt(suffix.substring(1)) : decimal;
    return new Quantity(
        rounded(shifted(number, power)), exponent ? Format.DECIMAL_EXPONENT : Format.DECIMAL_SI);
  }

  /// Shifts the decimal point, within what anybody could mean: an exponent of a billion must not
  /// make a number with a billion digits.
  private static BigDecimal shifted(BigDecimal number, int power) {
    return number.scaleByPowerOfTen(Math.clamp(power, -100, 100));
  }

  private static Quantity binary(BigDecimal exact) {
    BigDecimal value = rounded(exact).min(MAX_BINARY);
    boolean fraction = value.signum() > 0 && value.compareTo(BigDecimal.ONE) < 0;
    return new Quantity(value, fraction ? Format.DECIMAL_SI : Format.BINARY_SI);
  }

  private static BigDecimal rounded(BigDecimal value) {
    return value.scale() > NANO ? value.setScale(NANO, RoundingMode.UP) : value;
  }

  private static int decimalExponent(String suffix) {
    for (int i = 0; i < DECIMAL.length; i++) {
      if (DECIMAL[i].equals(suffix)) {
        return 3 * i - NANO;
      }
    }
    return Integer.MIN_VALUE;
  }

  private static int binaryExponent(String suffix) {
    for (int i = 1; i < BINARY.length; i++) {
      if (BINARY[i].equals(suffix)) {
        return i;
      }
    }
    return -1;
  }

  public Quantity plus(Quantity other) {
    return new Quantity(amount.add(other.amount), isZero() ? other.format : format);
  }

  public Quantity minus(Quantity other) {
    return new Quantity(amount.subtract(other.amount), isZero() ? other.format : format);
  }

  public Quantity times(long factor) {
    return new Quantity(amount.multiply(BigDecimal.valueOf(factor)), format);
  }

  public Quantity max(Quantity other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public Quantity min(Quantity other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  /// -1, 0 or 1.
  public int sign() {
    return amount.signum();
  }

  /// The whole number at or above the amount; at most the largest long.
  public long value() {
    return clamped(amount);
  }

  /// The amount in thousandths, rounded up.
  public long milliValue() {
    return clamped(amount.scaleByPowerOfTen(3));
  }

  public BigDecimal amount() {
    return amount;
  }

  public Format format() {
    return format;
  }

  private static long clamped(BigDecimal value) {
    BigInteger whole = value.setScale(0, RoundingMode.UP).toBigInteger();
    if (whole.bitLength() < Long.SIZE) {
      return whole.longValue();
    }
    return whole.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /// The canonical form.
  public String text() {
    if (isZero()) {
      return "0";
    }
    if (format == Format.BINARY_SI
        && amount.abs().compareTo(KIBI) >= 0
        && amount.stripTrailingZeros().scale() <= 0) {
      return binaryText(amount.toBigInteger());
    }
    BigDecimal stripped = amount.stripTrailingZeros();
    int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
    if (format != Format.DECIMAL_EXPONENT) {
      exponent = Math.min(exponent, 18);
    }
    String digits = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact().toString();
    if (format == Format.DECIMAL_EXPONENT) {
      return exponent == 0 ? digits : digits + "e" + exponent;
    }
    return digits + DECIMAL[(exponent + NANO) / 3];
  }

  private static String binaryText(BigInteger whole) {
    int power = Math.min(whole.getLowestSetBit() / 10, BINARY.length - 1);
    return whole.shiftRight(10 * power) + BINARY[power];
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity that && amount.compareTo(that.amount) == 0;
  }

  @Override
  public int hashCode() {
    return amount.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
