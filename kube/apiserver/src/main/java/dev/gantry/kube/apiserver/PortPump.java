package dev.gantry.kube.apiserver;

import dev.gantry.kube.apiserver.PodTargets.Target;
import dev.gantry.kube.client.NodeAgent.PortConnection;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.lifecycle.OwnedThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Carries one connection between a client and a port of a pod, until both sides have said that
/// they send no more, or one of them breaks.
final class PortPump {
  private final Target target;
  private final int port;
  private final InputStream fromClient;
  private final OutputStream toClient;
  private final OutputStream errors;

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

  /// @param afterPod whether to wait for the end of what the client sends when the pod sends no
  ///     more; clients that cannot say so are not waited for
  void run(boolean afterPod) throws IOException, InterruptedException {
    var where = target.container();
    try (PortConnection pod =
        target.agent().connect(where.namespace(), where.pod(), where.podUid(), port)) {
      try (var sending = OwnedThread.virtual("forward " + port, () -> send(pod))) {
        pod.input().transferTo(toClient);
        toClient.close();
        if (afterPod) {
          sending.join();
        }
      }
    } catch (StatusException | IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      errors.write(
          "error forwarding port %d to pod %s, uid %s: %s"
              .formatted(port, where.pod(), where.podUid(), e.getMessage())
              .getBytes(StandardCharsets.UTF_8));
      toClient.close();
    } finally {
      fromClient.close();
    }
  }

  private void send(PortConnection pod) {
    try {
      copyFromClient(pod);
    } catch (IOException e) {
      // The client has broken off. The pod need not go on answering it.
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
