package dev.gantry.kube.api;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where the next page of a list begins.
///
/// @param revision of the first page, or [#NEWEST] to go on with what there is now
/// @param after the last key of the page before, without the prefix of the list
record ContinueToken(long revision, String after) {
  static final long NEWEST = -1;

  private static final String FORMAT = "meta.k8s.io/v1";

  /// What the token holds, in upstream's words. `start` is the least key that may follow.
  private record Wire(String v, long rv, String start) {}

  String text() {
    byte[] json = Json.bytes(new Wire(FORMAT, revision, after + "\0"));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /// Reads a token.
  ///
  /// @throws StatusException BadRequest
  static ContinueToken parse(String text) {
    Wire wire;
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
      wire = Json.read(json, Wire.class);
    } catch (IllegalArgumentException | InvalidArgumentException e) {
      throw invalid("illegal base64 data or JSON");
    }
    if (!FORMAT.equals(wire.v())) {
      throw invalid("server does not recognize this encoded version");
    }
    if (wire.rv() == 0 || wire.start() == null || wire.start().isEmpty()) {
      throw invalid("incorrect encoded start resourceVersion");
    }
    String start = wire.start();
    String after = start.endsWith("\0") ? start.substring(0, start.length() - 1) : start;
    if (after.chars().anyMatch(c -> c < ' ' || Character.isSurrogate((char) c))) {
      throw invalid("incorrect encoded start key");
    }
    return new ContinueToken(wire.rv() < 0 ? NEWEST : wire.rv(), after);
  }

  private static StatusException invalid(String problem) {
    return StatusException.badRequest("continue key is not valid: " + problem);
  }
}
