package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.NodeAgent.ProcessStreams;
import dev.gantry.kube.objects.StatusException;
import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.WebSocket;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a process for a client, whatever the client speaks, and tells it how that ended. When
/// the client leaves, the work is interrupted.
final class ProcessSession {
  private static final Logger log = LoggerFactory.getLogger(ProcessSession.class);

  private ProcessSession() {}

  /// Something that has streams.
  @FunctionalInterface
  interface Work {
    ProcessStatus run(ProcessStreams streams) throws IOException, InterruptedException;
  }

  /// @param failing what a failure of the work is called
  static void serve(
      Request request, Response response, ProcessOptions options, Work work, String failing)
      throws IOException, InterruptedException {
    try (var watch = new ClientWatch()) {
      try (ProcessClient client = open(request, response, options, watch)) {
        ProcessStatus status = run(work, client.streams(), failing);
        watch.workDone();
        client.finish(status);
      } catch (IOException | InterruptedException e) {
        if (!watch.hasLeft()) {
          throw e;
        }
        log.debug("client left request={} cause={}", request, e.toString());
      }
    }
  }

  private static ProcessClient open(
      Request request, Response response, ProcessOptions options, ClientWatch watch)
      throws IOException, InterruptedException {
    return WebSocket.isAskedForBy(request)
        ? ChannelProcessClient.open(request, response, options, watch)
        : SpdyProcessClient.open(request, response, options, watch);
  }

  private static ProcessStatus run(Work work, ProcessStreams streams, String failing)
      throws InterruptedException {
    try {
      return work.run(streams);
    } catch (StatusException | GantryException e) {
      return ProcessStatus.failed(StatusDocument.of(e));
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      return ProcessStatus.failed(StatusException.internal(failing + ": " + e.getMessage()));
    }
  }
}
