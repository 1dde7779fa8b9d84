package dev.gantry.kube.apiserver;

import dev.gantry.kube.client.NodeAgent.ProcessStreams;
import dev.gantry.platform.http.RawStream;
import dev.gantry.platform.http.Request;
import dev.gantry.platform.http.Response;
import dev.gantry.platform.http.SpdyConnection;
import dev.gantry.platform.http.SpdyStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A client that speaks SPDY: one stream for each of stdin, stdout, stderr, errors and, from
/// version 3 on, sizes of the terminal. The client opens all of them before anything happens.
final class SpdyProcessClient implements ProcessClient {
  private static final String V1 = "channel.k8s.io";
  private static final List<String> PROTOCOLS =
      List.of("v5." + V1, "v4." + V1, "v3." + V1, "v2." + V1, V1);

  /// How long a client may take to open its streams.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private enum Role {
    ERROR,
    STDIN,
    STDOUT,
    STDERR,
    RESIZE
  }

  private final RawStream raw;
  private final SpdyConnection connection;
  private final boolean terminal;
  private final boolean statusAsJson;
  private final Map<Role, SpdyStream> streams = new EnumMap<>(Role.class);

  private SpdyProcessClient(
      RawStream raw, ClientWatch watch, boolean terminal, boolean statusAsJson) {
    this.raw = raw;
    this.connection = SpdyConnection.serve(raw.input(), raw.output(), watch::clientLeft);
    this.terminal = terminal;
    this.statusAsJson = statusAsJson;
  }

  static SpdyProcessClient open(
      Request request, Response response, ProcessOptions options, ClientWatch watch)
      throws IOException, InterruptedException {
    String protocol = SpdyUpgrade.negotiate(request, response, PROTOCOLS).orElse(V1);
    int version = PROTOCOLS.size() - PROTOCOLS.indexOf(protocol);
    var client =
        new SpdyProcessClient(
            SpdyUpgrade.accept(response), watch, options.terminal(), version >= 4);
    try {
      client.awaitStreams(expected(options, version));
      return client;
    } catch (IOException | InterruptedException e) {
      client.close();
      throw e;
    }
  }

  private static Set<Role> expected(ProcessOptions options, int version) {
    Set<Role> roles = EnumSet.of(Role.ERROR);
    if (options.stdin()) {
      roles.add(Role.STDIN);
    }
    if (options.stdout()) {
      roles.add(Role.STDOUT);
    }
    if (options.stderr()) {
      roles.add(Role.STDERR);
    }
    if (options.terminal() && version >= 3) {
      roles.add(Role.RESIZE);
    }
    return roles;
  }

  private void awaitStreams(Set<Role> expected) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!streams.keySet().containsAll(expected)) {
      SpdyStream stream =
          connection
              .accept(Duration.between(Instant.now(), deadline))
              .orElseThrow(() -> new IOException("timed out waiting for client to create streams"));
      Optional<Role> role =
          role(stream).filter(r -> expected.contains(r) && !streams.containsKey(r));
      if (role.isEmpty()) {
        stream.refuse();
      } else {
        stream.reply();
        streams.put(role.get(), stream);
      }
    }
  }

  private static Optional<Role> role(SpdyStream stream) {
    String type = stream.header("streamType").orElse("").toUpperCase(Locale.ROOT);
    return EnumSet.allOf(Role.class).stream().filter(role -> role.name().equals(type)).findFirst();
  }

  @Override
  public ProcessStreams streams() {
    return new ProcessStreams(
        input(Role.STDIN),
        output(Role.STDOUT),
        output(Role.STDERR),
        input(Role.RESIZE).map(TerminalResizes::new),
        terminal);
  }

  private Optional<InputStream> input(Role role) {
    return Optional.ofNullable(streams.get(role)).map(SpdyStream::input);
  }

  private Optional<OutputStream> output(Role role) {
    return Optional.ofNullable(streams.get(role)).map(SpdyStream::output);
  }

  @Override
  public void finish(ProcessStatus status) throws IOException {
    OutputStream errors = output(Role.ERROR).orElseThrow();
    if (statusAsJson) {
      errors.write(status.bytes());
    } else if (!status.isSuccess()) {
      errors.write(status.message().getBytes(StandardCharsets.UTF_8));
    }
    for (SpdyStream stream : streams.values()) {
      stream.output().close();
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
    raw.close();
  }
}
