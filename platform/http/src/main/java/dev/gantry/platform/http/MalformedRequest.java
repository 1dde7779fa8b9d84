package dev.gantry.platform.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/// Gives the decoder's complaints a status.
final class MalformedRequest {
  private MalformedRequest() {}

  static HttpException of(Throwable complaint) {
    return switch (complaint) {
      case TooLongHttpLineException _ -> new HttpException(414, "request line too long");
      case TooLongHttpHeaderException _ -> new HttpException(431, "request headers too large");
      default -> new HttpException(400, "malformed request: " + complaint.getMessage());
    };
  }
}
