package dev.gantry.engine.network;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Identities as docker writes them: 32 random bytes in hexadecimal.
final class HexIds {
  private static final Pattern FULL = Pattern.compile("[0-9a-f]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private HexIds() {}

  static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static void requireFull(String value) {
    if (!FULL.matcher(value).matches()) {
      throw new IllegalArgumentException("not 64 hexadecimal digits: " + value);
    }
  }
}
