package dev.gantry.app.cli;

import dev.gantry.app.cli.client.EndpointResolver;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;
import java.nio.file.Path;
import java.util.Map;

/// The flags in front of the verb.
final class GlobalFlags {
  private GlobalFlags() {}

  static Spec spec(Map<String, String> environment) {
    String directory = defaultDirectory(environment);
    return Spec.of("[OPTIONS] COMMAND", "A self-sufficient runtime for containers")
        .stopAtFirstArgument()
        .flag('\0', "config", FlagType.STRING, directory, "Location of client config files")
        .string(
            'c',
            "context",
            "Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var"
                + " and default context set with \"docker context use\")")
        .bool('D', "debug", "Enable debug mode")
        .flag(
            'H',
            "host",
            FlagType.LIST,
            EndpointResolver.DEFAULT_HOST,
            "Daemon socket to connect to")
        .flag(
            'l',
            "log-level",
            FlagType.STRING,
            "info",
            "Set the logging level (\"debug\", \"info\", \"warn\", \"error\", \"fatal\")")
        .bool("tls", "Use TLS; implied by --tlsverify")
        .flag(
            '\0',
            "tlscacert",
            FlagType.STRING,
            directory + "/ca.pem",
            "Trust certs signed only by this CA")
        .flag(
            '\0',
            "tlscert",
            FlagType.STRING,
            directory + "/cert.pem",
            "Path to TLS certificate file")
        .flag('\0', "tlskey", FlagType.STRING, directory + "/key.pem", "Path to TLS key file")
        .bool("tlsverify", "Use TLS and verify the remote")
        .bool('v', "version", "Print version information and quit");
  }

  static Path configDirectory(Flags global) {
    return Path.of(global.string("config"));
  }

  private static String defaultDirectory(Map<String, String> environment) {
    String chosen = environment.getOrDefault("DOCKER_CONFIG", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
    return chosen.isEmpty() ? home + "/.docker" : chosen;
  }
}
