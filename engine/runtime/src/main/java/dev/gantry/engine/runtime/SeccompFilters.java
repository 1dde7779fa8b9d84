package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.FailedPreconditionException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.linux.SystemInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides on the filter of each task, and remembers the programs crun compiled, by the rules
/// they were compiled from.
///
/// Compiling the default rules takes crun about 20 ms, more than all the rest of a start, and
/// it is the same program each time. The memory is a directory, so a restarted daemon has it
/// too.
final class SeccompFilters {
  private static final Logger LOG = LoggerFactory.getLogger(SeccompFilters.class);

  /// Whoever may send profiles of their own must not fill the memory with them.
  private static final int MOST_REMEMBERED = 256;

  private final Path baseProfile;
  private final Path directory;
  private final SystemInfo system;
  private final Map<Set<String>, SeccompFilter.Rules> defaults = new ConcurrentHashMap<>();
  private final Map<String, SeccompFilter.Compiled> compiled = new ConcurrentHashMap<>();

  SeccompFilters(Path baseProfile, Path directory, SystemInfo system) {
    this.baseProfile = baseProfile;
    this.directory = directory;
    this.system = system;
  }

  /// The filter as rules, for whichever OCI runtime.
  Optional<SeccompFilter.Rules> rules(SeccompSpec spec, Set<String> capabilities) {
    return switch (spec) {
      case SeccompSpec.Unconfined() -> Optional.empty();
      case SeccompSpec.Default() ->
          Optional.of(defaults.computeIfAbsent(Set.copyOf(capabilities), this::defaultRules));
      case SeccompSpec.Custom(String json) ->
          Optional.of(filter(SeccompProfile.parse(json).evaluate(context(capabilities))));
    };
  }

  private SeccompFilter.Rules defaultRules(Set<String> capabilities) {
    byte[] base;
    try {
      base = Files.readAllBytes(baseProfile);
    } catch (IOException e) {
      throw new FailedPreconditionException(
          "no base for the default seccomp profile at "
              + baseProfile
              + ": is containers-common installed?",
          e);
    }
    return filter(SeccompDefaults.derive(SeccompProfile.parse(base), context(capabilities)));
  }

  private SeccompContext context(Set<String> capabilities) {
    return SeccompContext.of(capabilities, system.machine(), system.kernelRelease());
  }

  private static SeccompFilter.Rules filter(SeccompRules rules) {
    var json = rules.toJson();
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Json.bytes(json));
      return new SeccompFilter.Rules(json, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The program for these rules, when crun has compiled them since boot.
  Optional<SeccompFilter.Compiled> findCompiled(SeccompFilter.Rules rules) {
    var known = compiled.get(rules.key());
    if (known != null) {
      return Optional.of(known);
    }
    try {
      var program = Files.readAllBytes(file(rules));
      return Optional.of(remember(rules, program));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("cannot read a compiled seccomp filter file={}", file(rules), e);
      return Optional.empty();
    }
  }

  /// Takes over the program that crun has left in the state of a task made from these rules.
  void learn(SeccompFilter.Rules rules, Path program) {
    try {
      var bytes = Files.readAllBytes(program);
      if (bytes.length == 0 || compiled.size() >= MOST_REMEMBERED) {
        return;
      }
      // Renamed into place: a reader, also of the next daemon, sees all of it or nothing.
      var temporary = Files.createTempFile(directory, "new-", ".bpf");
      Files.write(temporary, bytes);
      Files.move(temporary, file(rules), StandardCopyOption.ATOMIC_MOVE);
      remember(rules, bytes);
    } catch (IOException e) {
      LOG.warn("cannot keep a compiled seccomp filter file={}", program, e);
    }
  }

  private SeccompFilter.Compiled remember(SeccompFilter.Rules rules, byte[] program) {
    return compiled.computeIfAbsent(rules.key(), _ -> new SeccompFilter.Compiled(program));
  }

  private Path file(SeccompFilter.Rules rules) {
    return directory.resolve(rules.key() + ".bpf");
  }
}
