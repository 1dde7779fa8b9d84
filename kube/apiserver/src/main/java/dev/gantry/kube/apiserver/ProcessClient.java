package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.NodeAgent.ProcessStreams;
import java.io.IOException;

/// A client that is connected to the streams of a process.
interface ProcessClient extends AutoCloseable {

  ProcessStreams streams();

  /// Tells the client how the process ended, after everything it has said.
  void finish(ProcessStatus status) throws IOException;

  @Override
  void close() throws IOException;
}
