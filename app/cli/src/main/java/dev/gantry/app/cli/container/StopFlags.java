package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Each;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Spec;

/// What `stop` and `restart` have in common: how to ask and how long to wait.
final class StopFlags {
  private StopFlags() {}

  static Spec declare(Spec spec) {
    return spec.args(Arity.atLeast(1))
        .string('s', "signal", "Signal to send to the container")
        .hidden('\0', "time", FlagType.INT, "")
        .integer('t', "timeout", "Seconds to wait before killing the container");
  }

  static int post(Call call, String verb) throws InterruptedException {
    Flags flags = call.flags();
    if (flags.has("time") && flags.has("timeout")) {
      throw ExitException.failure("conflicting options: cannot specify both --timeout and --time");
    }
    String timeout = flags.has("time") ? flags.string("time") : flags.string("timeout");
    return Each.atOnce(
        call,
        call.args(),
        container -> {
          ApiPath path =
              ApiPath.of("/containers/")
                  .id(container, verb)
                  .queryUnlessEmpty("t", timeout)
                  .queryUnlessEmpty("signal", flags.string("signal"));
          call.engine().post(path).close();
          return container;
        });
  }
}
