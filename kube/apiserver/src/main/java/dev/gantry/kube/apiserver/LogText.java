package dev.gantry.kube.apiserver;

import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A log as `text/plain`, in chunks.
final class LogText extends LogAnswer {
  private final Response response;
  private final boolean live;
  private @Nullable OutputStream body;

  /// @param live whether every write goes out at once
  LogText(Response response, boolean live) {
    this.response = response;
    this.live = live;
  }

  private OutputStream body() throws IOException {
    OutputStream known = body;
    if (known == null) {
      known = response.header("Content-Type", "text/plain").stream();
      body = known;
    }
    return known;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    body().write(bytes, offset, length);
    if (live) {
      body().flush();
    }
  }

  @Override
  public void flush() throws IOException {
    body().flush();
  }

  @Override
  void finish() throws IOException {
    body().close();
  }
}
