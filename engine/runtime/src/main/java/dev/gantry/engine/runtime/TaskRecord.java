package dev.gantry.engine.runtime;

import dev.gantry.platform.json.Json;
import java.nio.file.Path;

/// What a later daemon must know about a task, as the file `task.json` of its bundle.
///
/// @param log path of the log; empty: none
/// @param ownNetwork whether the network counters of its namespace are its own
record TaskRecord(
    String id,
    RuntimeName runtime,
    StdinMode stdin,
    boolean terminal,
    String cgroup,
    String log,
    long logMaxBytes,
    int logMaxFiles,
    boolean ownNetwork) {

  static TaskRecord of(TaskSpec spec, String cgroup) {
    var none = new LogSpec.File(Path.of(""), 0, 1);
    var log = spec.log() instanceof LogSpec.File file ? file : none;
    return new TaskRecord(
        spec.id(),
        spec.runtime(),
        spec.stdin(),
        spec.process().terminal(),
        cgroup,
        log.path().toString(),
        log.maxBytes(),
        log.maxFiles(),
        !(spec.namespaces().network() instanceof NamespaceMode.Host));
  }

  LogSpec logSpec() {
    return log.isEmpty() ? LogSpec.NONE : new LogSpec.File(Path.of(log), logMaxBytes, logMaxFiles);
  }

  byte[] toJson() {
    return Json.bytes(this);
  }

  static TaskRecord parse(byte[] json) {
    return Json.read(json, TaskRecord.class);
  }
}
