package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.NodeAgent.ProcessStreams;
import dev.gantry.kube.client.NodeAgent.TerminalSizes;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A client that speaks WebSocket: a channel for each stream, numbered like file descriptors.
final class ChannelProcessClient implements ProcessClient {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ERROR = 3;
  private static final int RESIZE = 4;

  private final ProcessOptions options;
  private final ChannelProtocol protocol;
  private final ChannelConnection connection;
  private final Map<Integer, ChannelInput> inputs;

  private ChannelProcessClient(
      ProcessOptions options,
      ChannelProtocol protocol,
      ChannelConnection connection,
      Map<Integer, ChannelInput> inputs) {
    this.options = options;
    this.protocol = protocol;
    this.connection = connection;
    this.inputs = inputs;
  }

  static ChannelProcessClient open(
      Request request, Response response, ProcessOptions options, ClientWatch watch)
      throws IOException {
    var protocol = ChannelProtocol.negotiate(request, List.of(1, 2, 3, 4, 5));
    Map<Integer, ChannelInput> inputs = new HashMap<>();
    if (options.stdin()) {
      inputs.put(STDIN, new ChannelInput());
    }
    if (options.terminal()) {
      inputs.put(RESIZE, new ChannelInput());
    }
    var connection = ChannelConnection.open(request, response, protocol, inputs, watch);
    try {
      // On the first channel that can be written, as upstream does: clients wait for it.
      connection.sendEmpty(options.stdout() ? STDOUT : options.stderr() ? STDERR : ERROR);
    } catch (IOException e) {
      connection.close();
      throw e;
    }
    return new ChannelProcessClient(options, protocol, connection, inputs);
  }

  @Override
  public ProcessStreams streams() {
    return new ProcessStreams(
        Optional.<InputStream>ofNullable(inputs.get(STDIN)),
        output(options.stdout(), STDOUT),
        output(options.stderr(), STDERR),
        Optional.ofNullable(inputs.get(RESIZE)).<TerminalSizes>map(TerminalResizes::new),
        options.terminal());
  }

  private Optional<OutputStream> output(boolean wanted, int channel) {
    return wanted ? Optional.of(connection.output(channel)) : Optional.empty();
  }

  @Override
  public void finish(ProcessStatus status) throws IOException {
    OutputStream errors = connection.output(ERROR);
    if (protocol.version() >= 4) {
      errors.write(status.bytes());
    } else if (!status.isSuccess()) {
      errors.write(status.message().getBytes(StandardCharsets.UTF_8));
    }
    connection.finish();
  }

  @Override
  public void close() {
    connection.close();
  }
}
