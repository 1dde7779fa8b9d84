package dev.gantry.app.cli.container;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.format.Timestamps;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.FlagType;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.Multiplexed;
import java.io.IOException;
import java.time.Instant;

/// `gantry logs`: what a container has written, and goes on writing.
public final class Logs implements Command {
  private static final String WHEN =
      "(e.g. \"2013-01-02T13:23:37Z\") or relative (e.g. \"42m\" for 42 minutes)";

  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] CONTAINER", "Fetch the logs of a container")
        .aliases("container logs", "logs")
        .args(Arity.exactly(1))
        .bool("details", "Show extra details provided to logs")
        .bool('f', "follow", "Follow log output")
        .string("since", "Show logs since timestamp " + WHEN)
        .flag(
            'n', "tail", FlagType.STRING, "all", "Number of lines to show from the end of the logs")
        .bool('t', "timestamps", "Show timestamps")
        .string("until", "Show logs before a timestamp " + WHEN);
  }

  @Override
  public int run(Call call) throws IOException {
    JsonObject container =
        call.engine().get(ApiPath.of("/containers/").id(call.arg(0), "/json")).object();
    ApiPath path =
        ApiPath.of("/containers/")
            .id(container.string("Id"), "/logs")
            .query("stdout", 1)
            .query("stderr", 1)
            .query("tail", call.flags().string("tail"))
            .queryUnlessEmpty("since", moment(call, "since"))
            .queryUnlessEmpty("until", moment(call, "until"))
            .flag("timestamps", call.flags().bool("timestamps"))
            .flag("details", call.flags().bool("details"))
            .flag("follow", call.flags().bool("follow"));
    try (EngineClient.Response response = call.engine().get(path)) {
      if (container.object("Config").bool("Tty")) {
        Multiplexed.copyRaw(response.body(), call.out());
      } else {
        Multiplexed.copy(response.body(), call.out(), call.err());
      }
    }
    return 0;
  }

  private static String moment(Call call, String flag) {
    String value = call.flags().string(flag);
    try {
      return value.isEmpty() ? "" : Timestamps.parse(value, Instant.now());
    } catch (IllegalArgumentException e) {
      throw ExitException.failure("invalid value for \"" + flag + "\": " + e.getMessage());
    }
  }
}
