package dev.gantry.app.cli.container;

import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Units;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.IOException;

/// `gantry cp`: files out of a container, or into one.
public final class Copy implements Command {
  @Override
  public Spec spec() {
    return Spec.of(
            """
            [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-
            \tgantry cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH\
            """,
            "Copy files/folders between a container and the local filesystem")
        .describe(
            """
            Copy files/folders between a container and the local filesystem

            Use '-' as the source to read a tar archive from stdin
            and extract it to a directory destination in a container.
            Use '-' as the destination to stream a tar archive of a
            container source to stdout.\
            """)
        .aliases("container cp", "cp")
        .args(Arity.exactly(2))
        .bool('a', "archive", "Archive mode (copy all uid/gid information)")
        .bool('L', "follow-link", "Always follow symbol link in SRC_PATH")
        .bool(
            'q',
            "quiet",
            "Suppress progress output during copy. Progress output is automatically suppressed if"
                + " no terminal is attached");
  }

  /// One end of a copy; the container is empty for a local path.
  record End(String container, String path) {
    /// `container:path`, unless it is absolute or begins with a dot.
    static End parse(String argument) {
      int colon = argument.indexOf(':');
      boolean local = argument.startsWith("/") || argument.startsWith(".") || colon < 0;
      return local
          ? new End("", argument)
          : new End(argument.substring(0, colon), argument.substring(colon + 1));
    }

    boolean local() {
      return container.isEmpty();
    }
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    if (call.arg(0).isEmpty()) {
      throw ExitException.failure("source can not be empty");
    }
    if (call.arg(1).isEmpty()) {
      throw ExitException.failure("destination can not be empty");
    }
    End from = End.parse(call.arg(0));
    End to = End.parse(call.arg(1));
    if (from.local() && to.local()) {
      throw ExitException.failure("must specify at least one container source");
    }
    if (!from.local() && !to.local()) {
      throw ExitException.failure("copying between containers is not supported");
    }
    boolean archive = call.flags().bool("archive");
    boolean follow = call.flags().bool("follow-link");
    long copied =
        to.local()
            ? new CopyOut(call, archive, follow).copy(from, to.path())
            : new CopyIn(call, archive, follow).copy(from.path(), to);
    boolean quiet =
        call.flags().has("quiet")
            ? call.flags().bool("quiet")
            : !call.cli().terminal().isTerminal(Terminal.STDERR);
    if (!quiet && copied >= 0) {
      call.err().println("Successfully copied " + Units.size(copied) + " to " + call.arg(1));
    }
    return 0;
  }
}
