package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.linux.Directory;
import dev.gantry.platform.linux.Errno;
import dev.gantry.platform.linux.ErrnoException;
import dev.gantry.platform.linux.Fd;
import dev.gantry.platform.linux.Lookup;
import dev.gantry.platform.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// crun or runc: where it keeps its state, and how it is called.
///
/// @param state its state directory, `--root`, of its own and private
record OciRuntime(RuntimeName name, Path state, Programs programs, Command command) {
  /// Names the environment variable with the directory that crun copies itself to.
  static final String SCRATCH = "_LIBCONTAINER_STATEDIR";

  private static final Pattern VERSION = Pattern.compile("version ([0-9][^ ,\n]*)");

  Path program() {
    return programs.require(name.text());
  }

  /// The arguments that come before those of a verb.
  List<String> arguments() {
    return List.of("--root", state.toString());
  }

  private List<String> call(String... verbAndArguments) {
    var call = new ArrayList<String>();
    call.add(program().toString());
    call.addAll(arguments());
    call.addAll(List.of(verbAndArguments));
    return call;
  }

  private Path stateOf(String id) {
    return state.resolve(id);
  }

  private Path gate(String id) {
    return stateOf(id).resolve("exec.fifo");
  }

  /// Where crun leaves the compiled filter of a task.
  Path compiledSeccomp(String id) {
    return stateOf(id).resolve("seccomp.bpf");
  }

  /// Whether a task of this state was let run. Both runtimes take the gate away then.
  boolean isStarted(String id) {
    return Files.isDirectory(stateOf(id)) && !Files.exists(gate(id));
  }

  /// Lets the first process run.
  ///
  /// crun's waits for a byte in a named pipe, and writing it oneself costs a fortieth of
  /// running `crun start`, which does nothing else. runc has its own ways, so it is asked.
  ///
  /// @return false when the process has ended already
  boolean start(String id) throws InterruptedException {
    return switch (name) {
      case CRUN -> openGate(id);
      case RUNC -> {
        var result = command.run(call("start", id));
        if (result.failed()) {
          throw new InternalException("runc start " + id + ": " + result.output());
        }
        yield true;
      }
    };
  }

  private boolean openGate(String id) {
    try (var gate = Fd.open(gate(id), OpenFlag.WRITE_ONLY, OpenFlag.NON_BLOCKING)) {
      gate.writeFully(new byte[] {'0'});
      Files.deleteIfExists(gate(id));
      return true;
    } catch (ErrnoException e) {
      // Nobody is behind it.
      if (e.is(Errno.ENXIO) || e.is(Errno.EPIPE)) {
        return false;
      }
      throw new InternalException("start task " + id, e);
    } catch (IOException e) {
      throw new InternalException("start task " + id, e);
    }
  }

  List<String> exec(String id, Path process, Path pidFile, List<String> more) {
    var call = new ArrayList<>(call("exec"));
    call.addAll(List.of("--process", process.toString(), "--pid-file", pidFile.toString()));
    call.addAll(more);
    call.add(id);
    return call;
  }

  /// @param resources a file with the OCI object of that name
  void update(String id, Path resources) throws InterruptedException {
    var result = command.run(call("update", "--resources", resources.toString(), id));
    if (result.failed()) {
      throw new InternalException("update task " + id + ": " + result.output());
    }
  }

  /// Forgets a task whose processes and cgroups are gone: what `delete` does beside, without
  /// the 5 to 20 ms of another process.
  void forget(String id) throws IOException {
    try (var directory = Directory.open(state, Lookup.NO_SYMLINKS)) {
      directory.removeTree(id);
    }
  }

  boolean knows(String id) {
    return Files.isDirectory(stateOf(id));
  }

  /// Kills and removes whatever there is of that id, as far as the runtime knows it.
  Command.Result forceDelete(String id) throws InterruptedException {
    return command.run(call("delete", "--force", id));
  }

  /// The ids that the runtime has state of.
  List<String> known() throws IOException {
    try (var entries = Files.list(state)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  static String version(Command command, Path program) throws InterruptedException {
    var matcher = VERSION.matcher(command.run(List.of(program.toString(), "--version")).output());
    return matcher.find() ? matcher.group(1) : "unknown";
  }
}
