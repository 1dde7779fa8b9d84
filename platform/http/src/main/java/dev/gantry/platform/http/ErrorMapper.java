package dev.gantry.platform.http;

import java.io.IOException;

/// Turns a failure that a [Handler] let out into the answer of a particular API: the one place
/// where an edge knows status codes.
///
/// It sees the categories of `platform/errors`, [HttpException] for what the server itself
/// refuses, and faults such as [NullPointerException]. Requests that cannot be parsed never reach
/// it: the server answers those in plain text.
@FunctionalInterface
public interface ErrorMapper {

  /// Answers with an error. Called on the request's thread, before anything was sent.
  void respond(Request request, Throwable failure, Response response) throws IOException;
}
