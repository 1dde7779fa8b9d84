package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;

/// A subresource whose requests and answers are no objects: logs, terminals, tunnels.
///
/// The edge has found out who asks and whether he may when it calls [#handle]. Failures thrown
/// before the response has begun are answered as a `Status`.
public interface StreamedSubresource {

  /// What the request counts as for authorization: `get` for reading a log; `create` for
  /// whatever runs or reaches something, also when a WebSocket client has to say GET.
  String verb(Request request);

  /// Answers the request. What is still open afterwards is closed.
  void handle(Request request, Response response, Caller caller, ResourcePath path)
      throws IOException, InterruptedException;
}
