package dev.gantry.kube.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a node does for clients of the API server: the streams of its pods. The pod is named by
/// namespace, name and uid; the caller has checked that it is bound to this node and that the
/// container exists in it.
///
/// All methods block until the stream is over; an interrupt ends it. Refusals are
/// [dev.gantry.kube.objects.StatusException]s in kubelet's words.
public interface NodeAgent {

  /// A container of a pod.
  record ContainerKey(String namespace, String pod, String podUid, String container) {}

  /// Which part of a log.
  ///
  /// @param previous the log of the container before the last restart
  /// @param tailLines only the last lines
  /// @param limitBytes cut the output after so many bytes
  /// @param stream `All`, `Stdout` or `Stderr`
  record LogQuery(
      boolean follow,
      boolean previous,
      boolean timestamps,
      Optional<Instant> since,
      OptionalInt tailLines,
      OptionalLong limitBytes,
      String stream) {}

  /// Client's side of a running process's streams. The agent closes none of them.
  ///
  /// @param stdin what the process reads; absent when the client sends nothing
  /// @param stderr absent with a terminal
  /// @param resizes sizes of the client's terminal; `take` waits for the next
  record ProcessStreams(
      Optional<InputStream> stdin,
      Optional<OutputStream> stdout,
      Optional<OutputStream> stderr,
      Optional<TerminalSizes> resizes,
      boolean terminal) {}

  /// Sizes of a terminal as the client reports them.
  interface TerminalSizes {
    /// Waits for the next size; empty when the client reports no more.
    Optional<Size> take() throws InterruptedException;

    record Size(int columns, int rows) {}
  }

  /// One connection into a pod, both ways, with half-close.
  interface PortConnection extends AutoCloseable {
    InputStream input();

    OutputStream output();

    /// Tells the pod that no more will be sent.
    void shutdownOutput() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// Writes the log, and goes on while it grows when `follow` is set.
  void logs(ContainerKey container, LogQuery query, OutputStream out)
      throws IOException, InterruptedException;

  /// Runs a command in a container and returns its exit code.
  int exec(ContainerKey container, List<String> command, ProcessStreams streams)
      throws IOException, InterruptedException;

  /// Joins the streams of a container's own process until it ends or the client leaves.
  void attach(ContainerKey container, ProcessStreams streams)
      throws IOException, InterruptedException;

  /// Connects to a TCP port inside the pod's network.
  PortConnection connect(String namespace, String pod, String podUid, int port)
      throws IOException, InterruptedException;
}
