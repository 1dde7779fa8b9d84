package dev.gantry.engine.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.platform.errors.GantryException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.json.Json;
import dev.gantry.platform.lifecycle.Timers;
import dev.gantry.platform.linux.Pipe;
import dev.gantry.platform.linux.Poller;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts conmon, which has the OCI runtime create the task, and hears how that went.
///
/// conmon reports on a descriptor beyond the three that Java passes on, hence the shell: it
/// makes the third out of standard output and becomes conmon, in less than a millisecond.
///
/// @param environment of conmon and the OCI runtime; no other variable reaches them
record Monitor(Programs programs, Map<String, String> environment, Poller poller, Timers timers) {
  private static final String REPORT_TO_OUTPUT = "exec \"$0\" \"$@\" 3>&1 >/dev/null";

  /// Returns when the task has been created and waits to be started.
  ///
  /// @return the pid of its first process
  /// @throws GantryException when it could not; nothing of it may be left, or anything
  int create(TaskSpec spec, Bundle bundle, OciRuntime runtime) throws InterruptedException {
    try (var report = Pipe.open()) {
      var builder = new ProcessBuilder(command(spec, bundle, runtime));
      // conmon also leaves its note of an out-of-memory kill where it stands.
      builder.directory(bundle.directory().toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().put("_OCI_SYNCPIPE", "3");
      // Where a crun that is killed leaves a file, which goes with the bundle.
      builder.environment().put(OciRuntime.SCRATCH, bundle.directory().toString());
      builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectOutput(Redirect.to(report.writeEnd().path().toFile()));
      builder.redirectError(bundle.monitorOutput().toFile());
      try (var line = new MonitorReport(report.readEnd(), bundle, poller, timers)) {
        var launcher = builder.start();
        report.writeEnd().close();
        int pid = pid(line.await(), spec, bundle);
        // The monitor detaches itself; the process it leaves behind writes the file with its pid
        // and ends. On a busy machine the report comes first, and without that file there is no
        // monitor to be found.
        launcher.waitFor();
        return pid;
      }
    } catch (IOException e) {
      throw new InternalException("start conmon for " + spec.id() + ": " + e.getMessage(), e);
    }
  }

  private List<String> command(TaskSpec spec, Bundle bundle, OciRuntime runtime) {
    var command = new ArrayList<String>();
    command.addAll(
        List.of("/bin/sh", "-c", REPORT_TO_OUTPUT, programs.require("conmon").toString()));
    command.addAll(List.of("--api-version", "1", "--cid", spec.id(), "--cuuid", spec.id()));
    command.addAll(List.of("--bundle", bundle.directory().toString(), "--full-attach"));
    command.addAll(List.of("--persist-dir", bundle.directory().toString()));
    command.addAll(List.of("--container-pidfile", bundle.pidFile().toString()));
    command.addAll(List.of("--conmon-pidfile", bundle.monitorPidFile().toString()));
    command.addAll(List.of("--runtime", runtime.program().toString()));
    for (String argument : runtime.arguments()) {
      command.addAll(List.of("--runtime-arg", argument));
    }
    command.addAll(
        switch (spec.log()) {
          case LogSpec.None() -> List.of("--log-path", "none");
          case LogSpec.File file -> List.of("--log-path", "k8s-file:" + file.path());
        });
    // Containers come and go; a sync of the disk for each would cost more than all the rest.
    command.add("--no-sync-log");
    if (spec.process().terminal()) {
      command.add("--terminal");
    }
    if (spec.stdin() != StdinMode.NONE) {
      command.add("--stdin");
    }
    if (spec.stdin() == StdinMode.OPEN) {
      command.add("--leave-stdin-open");
    }
    return command;
  }

  private static int pid(String report, TaskSpec spec, Bundle bundle) throws IOException {
    int pid;
    String message;
    try {
      var json = Json.tree(report.getBytes(UTF_8));
      pid = json.path("data").asInt(-1);
      message = json.path("message").asString("");
    } catch (GantryException _) {
      pid = -1;
      message = report;
    }
    if (pid > 0) {
      return pid;
    }
    throw message.isBlank() ? ownFailure(spec, bundle) : failure(spec, message);
  }

  private static GantryException ownFailure(TaskSpec spec, Bundle bundle) throws IOException {
    String complaints = complaints(bundle).strip();
    return new InternalException(
        OciErrors.create(
            spec.runtime(),
            "",
            complaints.isEmpty()
                ? spec.runtime().text() + " or conmon ended without a word"
                : "conmon says: " + complaints));
  }

  private static String complaints(Bundle bundle) throws IOException {
    return Files.exists(bundle.monitorOutput()) ? Command.text(bundle.monitorOutput()) : "";
  }

  private static GantryException failure(TaskSpec spec, String output) {
    String message = OciErrors.create(spec.runtime(), spec.process().args().getFirst(), output);
    return OciErrors.isContainersFault(message)
        ? new InvalidArgumentException(message)
        : new InternalException(message);
  }
}
