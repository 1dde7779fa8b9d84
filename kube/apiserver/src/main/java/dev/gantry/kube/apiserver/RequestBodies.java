package dev.gantry.kube.apiserver;

import dev.gantry.kube.objects.StatusException;
import dev.gantry.kube.objects.StatusReason;
import dev.gantry.platform.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Reads the bodies of requests.
final class RequestBodies {
  /// Upstream's limit.
  static final int LIMIT = 3 << 20;

  /// How much more is read of a body that is too large.
  private static final long READ_ON = 32 << 20;

  private RequestBodies() {}

  /// The whole body.
  ///
  /// @throws StatusException RequestEntityTooLarge
  static byte[] read(Request request) throws IOException {
    boolean gzip =
        request.headers().first("Content-Encoding").filter("gzip"::equalsIgnoreCase).isPresent();
    var in = gzip ? new GZIPInputStream(request.body()) : request.body();
    byte[] body = in.readNBytes(LIMIT + 1);
    if (body.length > LIMIT) {
      // A client that still sends when the connection ends would not see why it ended.
      discard(request.body());
      throw tooLarge();
    }
    return body;
  }

  private static void discard(InputStream in) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long discarded = 0;
    int count = in.read(buffer);
    while (count >= 0 && discarded < READ_ON) {
      discarded += count;
      count = in.read(buffer);
    }
  }

  /// The media type in small letters without parameters; JSON when the client says nothing.
  static String mediaType(Request request) {
    String type = request.headers().first("Content-Type").orElse("application/json");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  static StatusException unsupported(String accepted) {
    return new StatusException(
        StatusReason.UNSUPPORTED_MEDIA_TYPE,
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted,
        Optional.empty());
  }

  private static StatusException tooLarge() {
    return new StatusException(
        StatusReason.REQUEST_ENTITY_TOO_LARGE,
        "Request entity too large: limit is " + LIMIT,
        Optional.empty());
  }
}
