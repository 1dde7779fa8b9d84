package dev.gantry.kube.apiserver;

import dev.gantry.kube.api.Caller;
import dev.gantry.kube.apiserver.PodTargets.Target;
import dev.gantry.platform.http.RawStream;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.WebSocket;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `pods/portforward`, in three dialects: SPDY on the upgraded connection, the same SPDY inside
/// the messages of a WebSocket, and channels for ports that the request names.
record PodPortForward(PodTargets targets) implements StreamedSubresource {
  private static final Logger log = LoggerFactory.getLogger(PodPortForward.class);
  private static final String PROTOCOL = "portforward.k8s.io";
  private static final String TUNNEL = "SPDY/3.1+" + PROTOCOL;

  /// Messages of a tunnel carry a frame or so.
  private static final int MAX_TUNNEL_MESSAGE = 4 << 20;

  @Override
  public String verb(Request request) {
    return "create";
  }

  @Override
  public void handle(Request request, Response response, Caller caller, ResourcePath path)
      throws IOException, InterruptedException {
    Target target = targets.wholePod(path.key());
    try (var watch = new ClientWatch()) {
      try {
        if (!WebSocket.isAskedForBy(request)) {
          upgraded(request, response, target, watch);
        } else if (WebSocket.offeredProtocols(request).contains(TUNNEL)) {
          tunnelled(request, response, target, watch);
        } else {
          channels(request, response, target, watch);
        }
      } catch (IOException | InterruptedException e) {
        if (!watch.hasLeft()) {
          throw e;
        }
        log.debug("client left request={} cause={}", request, e.toString());
      }
    }
  }

  private static void upgraded(Request request, Response response, Target target, ClientWatch watch)
      throws IOException, InterruptedException {
    SpdyUpgrade.negotiate(request, response, List.of(PROTOCOL));
    try (RawStream raw = SpdyUpgrade.accept(response);
        var forward = new SpdyPortForward(target, raw.input(), raw.output(), watch)) {
      forward.serve();
    }
  }

  private static void tunnelled(
      Request request, Response response, Target target, ClientWatch watch)
      throws IOException, InterruptedException {
    try (var socket = WebSocket.accept(request, response, Optional.of(TUNNEL), MAX_TUNNEL_MESSAGE);
        var forward = new SpdyPortForward(target, socket.input(), socket.output(), watch)) {
      forward.serve();
    }
  }

  private static void channels(Request request, Response response, Target target, ClientWatch watch)
      throws IOException, InterruptedException {
    var protocol = ChannelProtocol.negotiate(request, List.of(4));
    List<Integer> ports = ForwardedPorts.of(request.query());
    ChannelPortForward.serve(request, response, protocol, target, ports, watch);
  }
}
