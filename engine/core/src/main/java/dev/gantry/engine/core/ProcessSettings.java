package dev.gantry.engine.core;

import java.util.List;
import java.util.Optional;

/// The container's main process and its standard streams.
///
/// @param entrypoint absent to take the image's; `[""]` to drop the image's entrypoint and command
/// @param command arguments to the entrypoint, or the whole command without one
/// @param environment `KEY=value`; a `KEY` alone removes the image's value
/// @param user `user[:group]`, names or numbers, resolved inside the container at start
/// @param stdinOnce close the process's standard input when the first attached client closes its
/// @param stopTimeout seconds between the stop signal and SIGKILL; -1 waits for ever
/// @param consoleRows height of the client's terminal at creation, 0 when unknown
/// @param consoleColumns width of the client's terminal at creation, 0 when unknown
public record ProcessSettings(
    Optional<List<String>> entrypoint,
    List<String> command,
    List<String> environment,
    String workingDirectory,
    String user,
    boolean terminal,
    boolean openStdin,
    boolean stdinOnce,
    boolean attachStdin,
    boolean attachStdout,
    boolean attachStderr,
    Optional<String> stopSignal,
    Optional<Integer> stopTimeout,
    int consoleRows,
    int consoleColumns) {

  /// What `stop` sends when neither the client nor the image says otherwise.
  public static final String DEFAULT_STOP_SIGNAL = "SIGTERM";

  /// Seconds `stop` waits when neither the client nor the container says otherwise.
  public static final int DEFAULT_STOP_TIMEOUT = 10;

  public ProcessSettings {
    entrypoint = entrypoint.map(List::copyOf);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  /// Entrypoint and command as one argument vector.
  public List<String> argv() {
    return java.util.stream.Stream.concat(entrypoint.orElse(List.of()).stream(), command.stream())
        .toList();
  }
}
