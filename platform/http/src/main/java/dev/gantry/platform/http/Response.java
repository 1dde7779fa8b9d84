package dev.gantry.platform.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// The answer to a request: status and headers, then exactly one of a fixed body, a stream or an
/// upgrade. A handler that sends nothing has sent status and headers without a body.
///
/// Methods throw [IllegalStateException] after the response has begun, except on its stream.
public interface Response {

  /// Sets the status, which is 200 otherwise.
  Response status(int code);

  /// Sets a header, replacing earlier lines of that name.
  Response header(String name, String value);

  /// Sets a header with one line per value.
  Response header(String name, List<String> values);

  /// Sends status and headers, without a body.
  void send() throws IOException;

  /// Sends everything at once. The array belongs to the server afterwards.
  void send(byte[] body) throws IOException;

  /// Sends the head **at once** and returns a stream for the body, which goes out in chunks.
  /// Small writes are collected until `flush()`. Writing waits while the client is slow. The end of
  /// the handler ends the body; so does `close()`.
  OutputStream stream() throws IOException;

  /// Like [#stream()], but with a body of known length instead of chunks.
  OutputStream stream(long length) throws IOException;

  /// Sends `101 UPGRADED` and turns the connection into a raw stream of both directions. Bytes that
  /// the client sent right behind its request are the first to be read from it.
  RawStream upgrade(String protocol) throws IOException;

  /// Like [#upgrade], for clients that did not ask for one but expect the raw stream anyway: sends
  /// status and headers without length or chunks, and leaves HTTP.
  RawStream hijack() throws IOException;

  /// Whether the head was sent, so that nothing of it can change any more.
  boolean hasBegun();
}
