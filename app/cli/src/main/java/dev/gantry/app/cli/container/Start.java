package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.ResizeMonitor;
import dev.gantry.app.cli.terminal.Session;
import dev.gantry.app.cli.terminal.SignalProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `gantry start`: starts containers, and may stay attached to one.
public final class Start implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] CONTAINER [CONTAINER...]", "Start one or more stopped containers")
        .aliases("container start", "start")
        .args(Arity.atLeast(1))
        .bool('a', "attach", "Attach STDOUT/STDERR and forward signals")
        .string("detach-keys", Attachment.DETACH_KEYS)
        .bool('i', "interactive", "Attach container's STDIN");
  }

  @Override
  public int run(Call call) throws IOException, InterruptedException {
    boolean interactive = call.flags().bool("interactive");
    if (call.flags().bool("attach") || interactive) {
      if (call.args().size() > 1) {
        throw ExitException.failure("you cannot start and attach multiple containers at once");
      }
      return attached(call, interactive);
    }
    List<String> failed = new ArrayList<>();
    for (String container : call.args()) {
      try {
        start(call, container);
        call.out().println(container);
      } catch (EngineException | IOException e) {
        call.err().println(e.getMessage());
        failed.add(container);
      }
    }
    if (!failed.isEmpty()) {
      throw ExitException.failure(
          "Error: failed to start containers: " + String.join(", ", failed));
    }
    return 0;
  }

  private static void start(Call call, String container) throws IOException {
    call.engine().post(ApiPath.of("/containers/").id(container, "/start")).close();
  }

  private static int attached(Call call, boolean interactive)
      throws IOException, InterruptedException {
    JsonObject container =
        call.engine().get(ApiPath.of("/containers/").id(call.arg(0), "/json")).object();
    JsonObject config = container.object("Config");
    String id = container.string("Id");
    boolean tty = config.bool("Tty");
    boolean stdin = interactive && config.bool("OpenStdin");
    Attachment attachment =
        new Attachment(id, tty, stdin, true, true, call.flags().string("detach-keys"));
    try (SignalProxy _ = tty ? SignalProxy.none() : SignalProxy.open(call.engine(), id)) {
      try (Session.Running session = attachment.open(call)) {
        ExitWait wait = ExitWait.begin(call.engine(), id, ExitWait.condition(container));
        start(call, id);
        try (ResizeMonitor _ = attachment.followSize(call)) {
          return session.await() == Session.End.DETACHED ? 0 : wait.status();
        }
      }
    }
  }
}
