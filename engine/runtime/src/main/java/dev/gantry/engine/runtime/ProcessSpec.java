package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A process to be: the first of a task, or one executed into it.
///
/// @param args program and arguments; the program is looked up in the `PATH` of `env`
/// @param cwd absolute path inside the container; refused when it leads into `/proc`
/// @param capabilities names such as `CAP_CHOWN`, for the bounding, effective and permitted
///     sets; the inheritable and ambient sets are always empty
/// @param oomScoreAdj raised to the daemon's own value where the kernel would refuse a lower
///     one
public record ProcessSpec(
    List<String> args,
    List<String> env,
    String cwd,
    UserSpec user,
    boolean terminal,
    TerminalSize terminalSize,
    Set<String> capabilities,
    boolean noNewPrivileges,
    List<Rlimit> rlimits,
    OptionalInt oomScoreAdj) {

  public ProcessSpec {
    args = List.copyOf(args);
    env = List.copyOf(env);
    capabilities = Set.copyOf(capabilities);
    rlimits = List.copyOf(rlimits);
    if (args.isEmpty()) {
      throw new InvalidArgumentException("no command specified");
    }
    requireNoNul(cwd);
    if (!cwd.startsWith("/")) {
      throw new InvalidArgumentException(
          "the working directory '" + cwd + "' is invalid, it needs to be an absolute path");
    }
    args.forEach(ProcessSpec::requireNoNul);
    env.forEach(ProcessSpec::requireNoNul);
    // Before anybody follows a link in it: `link/..` must not mean the parent of a link's
    // target.
    cwd = Path.of(cwd).normalize().toString();
  }

  /// A process as root in `/` with the default capabilities.
  public static ProcessSpec of(String... args) {
    return new ProcessSpec(
        List.of(args),
        List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        "/",
        UserSpec.ROOT,
        false,
        TerminalSize.UNSET,
        Capabilities.DEFAULT,
        false,
        List.of(),
        OptionalInt.empty());
  }

  /// The value of an environment variable; the last one given counts.
  Optional<String> environment(String name) {
    return env.reversed().stream()
        .filter(entry -> entry.startsWith(name + "="))
        .map(entry -> entry.substring(name.length() + 1))
        .findFirst();
  }

  private static void requireNoNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidArgumentException(
          "a NUL byte in arguments, environment or working directory");
    }
  }
}
