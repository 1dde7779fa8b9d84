package dev.gantry.platform.linux;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.net.Inet4Address;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A 48-bit Ethernet address, printed as `02:42:ac:11:00:02`.
public record MacAddress(long value) {
  private static final Pattern SYNTAX = Pattern.compile("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}");

  public MacAddress {
    if (value < 0 || value >= 1L << 48) {
      throw new IllegalArgumentException("not a 48-bit number: " + value);
    }
  }

  /// Throws InvalidArgument, naming the text, when it isn't six octets.
  public static MacAddress parse(String text) {
    if (!SYNTAX.matcher(text).matches()) {
      throw new InvalidArgumentException("invalid MAC address: " + text);
    }
    return new MacAddress(HexFormat.fromHexDigitsToLong(text.replaceAll("[:-]", "")));
  }

  public static MacAddress of(byte[] octets) {
    return new MacAddress(HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(octets)));
  }

  /// The locally administered address that belongs to an IPv4 address: `02:42` and its octets.
  /// A neighbour that still remembers the address's former owner therefore isn't misled.
  public static MacAddress of(Inet4Address address) {
    return parse("02:42:" + HexFormat.ofDelimiter(":").formatHex(address.getAddress()));
  }

  public byte[] octets() {
    return HexFormat.of().parseHex(HexFormat.of().toHexDigits(value, 12));
  }

  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(octets());
  }
}
