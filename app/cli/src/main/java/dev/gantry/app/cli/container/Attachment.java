package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.RawStream;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.terminal.DetachKeys;
import dev.gantry.app.cli.terminal.ResizeMonitor;
import dev.gantry.app.cli.terminal.Session;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Our end of a container's standard streams.
///
/// @param detachKeys the `--detach-keys` argument, empty for the configured or standard keys
record Attachment(
    String container,
    boolean tty,
    boolean stdin,
    boolean stdout,
    boolean stderr,
    String detachKeys) {
  static final String DETACH_KEYS = "Override the key sequence for detaching a container";

  /// Takes over the streams. The connection is made before this returns, so that a container
  /// started afterwards loses no output.
  Session.Running open(Call call) throws IOException {
    String wire = detachKeys.isEmpty() ? call.cli().config().setting("detachKeys") : detachKeys;
    RawStream stream =
        call.engine()
            .upgrade(
                ApiPath.of("/containers/")
                    .id(container, "/attach")
                    .query("stream", 1)
                    .flag("stdin", stdin)
                    .flag("stdout", stdout)
                    .flag("stderr", stderr)
                    .queryUnlessEmpty("detachKeys", wire),
                Map.of("Content-Type", "text/plain"),
                new byte[0]);
    return session(call, stream, tty, wire)
        .start(
            stdin ? Optional.of(call.cli().in()) : Optional.empty(),
            stdout ? Optional.of(call.out()) : Optional.empty(),
            stderr ? Optional.of(tty ? call.out() : call.err()) : Optional.empty());
  }

  /// A conversation over a stream, with keys as given or the standard ones when they make no
  /// sense.
  static Session session(Call call, RawStream stream, boolean tty, String detachKeys) {
    DetachKeys keys = DetachKeys.standard();
    if (!detachKeys.isEmpty()) {
      try {
        keys = DetachKeys.parse(detachKeys);
      } catch (IllegalArgumentException e) {
        call.err().println("invalid detach escape keys, using default: " + e.getMessage());
      }
    }
    return new Session(stream, tty, call.cli().terminal(), keys);
  }

  /// Keeps the container's terminal as large as ours, if both are terminals.
  ResizeMonitor followSize(Call call) throws IOException {
    Terminal terminal = call.cli().terminal();
    return tty && terminal.isTerminal(Terminal.STDOUT)
        ? ResizeMonitor.open(call.engine(), terminal, "/containers/", container)
        : ResizeMonitor.none();
  }

  /// Refuses a terminal for the process when our input is none.
  static void checkInput(Call call, boolean stdin, boolean tty) {
    if (stdin && tty && !call.cli().terminal().isTerminal(Terminal.STDIN)) {
      throw ExitException.failure("the input device is not a TTY");
    }
  }
}
