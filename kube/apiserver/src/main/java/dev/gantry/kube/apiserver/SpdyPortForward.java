package dev.gantry.kube.apiserver;

import dev.gantry.kube.apiserver.PodTargets.Target;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.http.SpdyConnection;
import dev.gantry.platform.http.SpdyStream;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ports forwarded over SPDY. For every connection the client opens two streams, one for errors
/// and one for data, which name the port and carry the same request id.
final class SpdyPortForward implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpdyPortForward.class);
  private static final String ERROR = "error";
  private static final String DATA = "data";

  private final Target target;
  private final SpdyConnection connection;

  /// The first halves of pairs, by request id. The client may leave as many open as it may have
  /// streams.
  private final Map<String, SpdyStream> halves = new HashMap<>();

  private final Set<OwnedThread> pumps = ConcurrentHashMap.newKeySet();

  SpdyPortForward(Target target, InputStream in, OutputStream out, ClientWatch watch) {
    this.target = target;
    this.connection = SpdyConnection.serve(in, out, watch::clientLeft);
  }

  /// Forwards until the client opens no more streams.
  void serve() throws IOException, InterruptedException {
    for (var stream = connection.accept(); stream.isPresent(); stream = connection.accept()) {
      accept(stream.get());
    }
    for (OwnedThread pump : pumps) {
      pump.join();
    }
  }

  private void accept(SpdyStream stream) throws IOException {
    Optional<Integer> port = port(stream);
    if (port.isEmpty()) {
      stream.refuse();
      return;
    }
    String request = requestId(stream);
    SpdyStream other = halves.get(request);
    if (other != null && type(other).equals(type(stream))) {
      log.debug("port-forward stream refused request={} cause=duplicate", request);
      stream.refuse();
      return;
    }
    stream.reply();
    if (other == null) {
      halves.put(request, stream);
      return;
    }
    halves.remove(request);
    boolean isData = type(stream).equals(DATA);
    start(isData ? stream : other, isData ? other : stream, port.get());
  }

  private static Optional<Integer> port(SpdyStream stream) {
    try {
      int port = ForwardedPorts.parse(stream.header("port").orElse(""));
      String type = type(stream);
      return type.equals(ERROR) || type.equals(DATA) ? Optional.of(port) : Optional.empty();
    } catch (StatusException e) {
      log.debug("port-forward stream refused cause={}", e.getMessage());
      return Optional.empty();
    }
  }

  private static String type(SpdyStream stream) {
    return stream.header("streamType").orElse("");
  }

  /// Clients from before there were request ids open the two streams one right after the other,
  /// errors first.
  private static String requestId(SpdyStream stream) {
    int first = type(stream).equals(ERROR) ? stream.id() : stream.id() - 2;
    return stream.header("requestID").orElse("stream " + first);
  }

  private void start(SpdyStream data, SpdyStream error, int port) {
    var pump = new PortPump(target, port, data.input(), data.output(), error.output());
    var started = new CompletableFuture<OwnedThread>();
    OwnedThread thread =
        OwnedThread.virtual(
            "port-forward " + port,
            () -> {
              run(pump, data, error);
              pumps.remove(started.join());
            });
    pumps.add(thread);
    started.complete(thread);
  }

  private static void run(PortPump pump, SpdyStream data, SpdyStream error)
      throws InterruptedException {
    try {
      pump.run(true);
      data.output().close();
      error.output().close();
    } catch (IOException e) {
      log.debug("port-forward broken off cause={}", e.toString());
    }
  }

  @Override
  public void close() {
    pumps.forEach(OwnedThread::interrupt);
    pumps.forEach(OwnedThread::close);
    connection.close();
  }
}
