package dev.gantry.app.cli.command;

import dev.gantry.app.cli.client.ConfigFile;
import dev.gantry.app.cli.client.EndpointResolver;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What every verb works with: streams, configuration, the engine.
public final class Cli implements AutoCloseable {
  /// The name in usage lines and messages.
  public static final String PROGRAM = "gantry";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;
  private final Map<String, String> environment;
  private final ConfigFile config;
  private final EndpointResolver endpoints;
  private @Nullable EngineClient engine;

  public Cli(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Terminal terminal,
      Map<String, String> environment,
      ConfigFile config,
      EndpointResolver endpoints) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.environment = environment;
    this.config = config;
    this.endpoints = endpoints;
  }

  public InputStream in() {
    return in;
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  public Terminal terminal() {
    return terminal;
  }

  public Map<String, String> environment() {
    return environment;
  }

  public ConfigFile config() {
    return config;
  }

  public String contextName() {
    return endpoints.contextName();
  }

  /// The engine; looked up at the first call, connected at the first request.
  public EngineClient engine() throws IOException {
    EngineClient client = engine;
    if (client == null) {
      client = new EngineClient(endpoints.resolve(), Version.VERSION);
      engine = client;
    }
    return client;
  }

  @Override
  public void close() throws IOException {
    out.flush();
    err.flush();
    EngineClient client = engine;
    if (client != null) {
      client.close();
    }
  }
}
