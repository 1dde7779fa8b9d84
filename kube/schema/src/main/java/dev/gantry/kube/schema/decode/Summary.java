package dev.gantry.kube.schema.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The beginning of a body that nobody understands, for a message.
final class Summary {
  private static final int LENGTH = 30;

  private Summary() {}

  static String of(byte[] body) {
    if (body.length == 0) {
      return "<empty>";
    }
    byte[] start = Arrays.copyOf(body, Math.min(body.length, LENGTH));
    String text =
        body[0] == '{'
            ? new String(start, StandardCharsets.UTF_8)
            : HexFormat.of().formatHex(start);
    return body.length > LENGTH ? text + " ..." : text;
  }
}
