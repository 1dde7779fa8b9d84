package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.linux.ErrnoException;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The `process` object of the OCI runtime specification, of a task or an exec.
final class OciProcess {
  private OciProcess() {}

  static ObjectNode of(ProcessSpec process, List<String> args, DaemonLimits limits) {
    var json = Json.mapper().createObjectNode();
    json.put("terminal", process.terminal());
    if (process.terminal() && process.terminalSize().rows() > 0) {
      json.putObject("consoleSize")
          .put("height", process.terminalSize().rows())
          .put("width", process.terminalSize().columns());
    }
    addUser(json.putObject("user"), process.user());
    addTexts(json.putArray("args"), args);
    addTexts(json.putArray("env"), process.env());
    json.put("cwd", process.cwd());
    addCapabilities(json.putObject("capabilities"), process);
    json.put("noNewPrivileges", process.noNewPrivileges());
    addRlimits(json.putArray("rlimits"), process.rlimits(), limits);
    process
        .oomScoreAdj()
        .ifPresent(score -> json.put("oomScoreAdj", limits.clampOomScoreAdj(score)));
    return json;
  }

  private static void addUser(ObjectNode json, UserSpec user) {
    json.put("uid", user.uid()).put("gid", user.gid());
    var groups = json.putArray("additionalGids");
    user.additionalGids().forEach(groups::add);
  }

  /// The inheritable and ambient sets stay empty: capabilities must not survive the exec of an
  /// unprivileged user's program.
  private static void addCapabilities(ObjectNode json, ProcessSpec process) {
    var names = process.capabilities().stream().sorted().toList();
    for (String set : List.of("bounding", "effective", "permitted")) {
      addTexts(json.putArray(set), names);
    }
    json.putArray("inheritable");
    json.putArray("ambient");
  }

  private static void addRlimits(ArrayNode json, List<Rlimit> rlimits, DaemonLimits limits) {
    for (Rlimit wanted : rlimits) {
      try {
        var rlimit = limits.clamp(wanted);
        json.addObject()
            .put("type", rlimit.ociType())
            .put("soft", unsigned(rlimit.soft()))
            .put("hard", unsigned(rlimit.hard()));
      } catch (ErrnoException e) {
        throw new InternalException("cannot read the daemon's own limit " + wanted.name(), e);
      }
    }
  }

  private static java.math.BigInteger unsigned(long value) {
    return new java.math.BigInteger(Long.toUnsignedString(value));
  }

  static void addTexts(ArrayNode array, Collection<String> texts) {
    texts.forEach(array::add);
  }
}
