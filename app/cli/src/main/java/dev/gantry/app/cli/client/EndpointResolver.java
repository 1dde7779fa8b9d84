package dev.gantry.app.cli.client;

import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Flags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides which engine to talk to: `-H`, `--context`, `GANTRY_HOST`, `DOCKER_HOST`,
/// `DOCKER_CONTEXT`, the current context, and at last the default socket.
public final class EndpointResolver {
  /// Where `gantry daemon` listens unless told otherwise.
  public static final String DEFAULT_HOST = "unix:///run/gantry/docker.sock";

  private final Flags global;
  private final Map<String, String> environment;
  private final ConfigFile config;

  public EndpointResolver(Flags global, Map<String, String> environment, ConfigFile config) {
    this.global = global;
    this.environment = environment;
    this.config = config;
  }

  public Endpoint resolve() throws IOException {
    List<String> hosts = global.list("host");
    if (hosts.size() > 1) {
      throw ExitException.failure("Specify only one -H");
    }
    if (!hosts.isEmpty() && global.has("context")) {
      throw ExitException.failure("conflicting options: cannot specify both --host and --context");
    }
    if (!hosts.isEmpty() && !hosts.getFirst().isEmpty()) {
      return at(hosts.getFirst());
    }
    String context = contextName();
    return context.equals("default")
        ? at(hostVariable().orElse(DEFAULT_HOST))
        : new ContextStore(config.directory()).endpoint(context);
  }

  /// The name `gantry version` shows; `default` when no context is in use.
  public String contextName() {
    if (global.has("context")) {
      return global.string("context");
    }
    if (!global.list("host").isEmpty() || hostVariable().isPresent()) {
      return "default";
    }
    String variable = environment.getOrDefault("DOCKER_CONTEXT", "");
    String current = config.setting("currentContext");
    return !variable.isEmpty() ? variable : !current.isEmpty() ? current : "default";
  }

  private Optional<String> hostVariable() {
    return Optional.of(environment.getOrDefault("GANTRY_HOST", ""))
        .filter(host -> !host.isEmpty())
        .or(() -> Optional.of(environment.getOrDefault("DOCKER_HOST", "")))
        .filter(host -> !host.isEmpty());
  }

  private Endpoint at(String host) {
    String url = host;
    if (url.startsWith("/")) {
      url = "unix://" + url;
    } else if (!url.contains("://")) {
      url = "tcp://" + (url.startsWith(":") ? "localhost" + url : url);
    }
    try {
      return new Endpoint(url, url.startsWith("unix://") ? Optional.empty() : tls());
    } catch (IllegalArgumentException e) {
      throw new ExitException(1, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Endpoint.TlsFiles> tls() {
    boolean verify =
        global.has("tlsverify")
            ? global.bool("tlsverify")
            : !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
    if (!verify && !global.bool("tls")) {
      return Optional.empty();
    }
    Path certificates =
        Path.of(environment.getOrDefault("DOCKER_CERT_PATH", config.directory().toString()));
    return Optional.of(
        new Endpoint.TlsFiles(
            file("tlscacert", certificates, "ca.pem"),
            file("tlscert", certificates, "cert.pem"),
            file("tlskey", certificates, "key.pem"),
            verify));
  }

  private Path file(String flag, Path certificates, String name) {
    return global.has(flag) ? Path.of(global.string(flag)) : certificates.resolve(name);
  }
}
