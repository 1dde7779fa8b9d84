package dev.gantry.kube.apiserver;

import dev.gantry.kube.apiserver.PodTargets.Target;
import dev.gantry.kube.client.NodeAgent.PortConnection;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries one connection between a client and a port of a pod, until both sides have said that
/// they send no more, or one of them breaks.
final class PortPump {
  private static final Logger log = LoggerFactory.getLogger(PortPump.class);

  private final Target target;
  private final int port;
  private final InputStream fromClient;
  private final OutputStream toClient;
  private final OutputStream errors;
  private boolean connected;

  /// @param fromClient closed when nothing the client sends is wanted any more
  /// @param toClient closed when the pod sends no more
  /// @param errors where the client is told why there is no connection
  PortPump(
      Target target, int port, InputStream fromClient, OutputStream toClient, OutputStream errors) {
    this.target = target;
    this.port = port;
    this.fromClient = fromClient;
    this.toClient = toClient;
    this.errors = errors;
  }

  /// Only a connection that could not be made is told as an error: kubectl gives up all
  /// forwarding when it hears of one, which a connection that breaks later is no reason for.
  ///
  /// @param afterPod whether to wait for the end of what the client sends when the pod sends no
  ///     more; clients that cannot say so are not waited for
  void run(boolean afterPod) throws IOException, InterruptedException {
    try (PortConnection pod = connect()) {
      carry(pod, afterPod);
    } catch (StatusException | GantryException | IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (!connected) {
        errors.write(problem(e).getBytes(StandardCharsets.UTF_8));
      } else {
        log.debug("forwarded connection broke pod={} port={}", target.container(), port, e);
      }
      toClient.close();
    } finally {
      fromClient.close();
    }
  }

  private PortConnection connect() throws IOException, InterruptedException {
    var where = target.container();
    PortConnection pod =
        target.agent().connect(where.namespace(), where.pod(), where.podUid(), port);
    connected = true;
    return pod;
  }

  private String problem(Exception cause) {
    var where = target.container();
    return "error forwarding port %d to pod %s, uid %s: %s"
        .formatted(port, where.pod(), where.podUid(), cause.getMessage());
  }

  private void carry(PortConnection pod, boolean afterPod)
      throws IOException, InterruptedException {
    try (var sending = OwnedThread.virtual("forward " + port, () -> send(pod))) {
      pod.input().transferTo(toClient);
      toClient.close();
      if (afterPod) {
        sending.join();
      }
    }
  }

  private void send(PortConnection pod) {
    try {
      copyFromClient(pod);
    } catch (IOException e) {
      // The client has broken off. The pod need not go on answering it.
      log.debug("client broke off pod={} port={}", target.container(), port, e);
      closeQuietly(pod);
    }
  }

  /// What the pod does not take is dropped: it may well go on answering.
  private void copyFromClient(PortConnection pod) throws IOException {
    byte[] piece = new byte[16 << 10];
    for (int n = fromClient.read(piece); n >= 0; n = fromClient.read(piece)) {
      try {
        pod.output().write(piece, 0, n);
        pod.output().flush();
      } catch (IOException _) {
        fromClient.close();
        return;
      }
    }
    pod.shutdownOutput();
  }

  private static void closeQuietly(PortConnection pod) {
    try {
      pod.close();
    } catch (IOException _) {
      // Its other user finds out.
    }
  }
}
