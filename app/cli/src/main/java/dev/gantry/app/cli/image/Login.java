package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.JsonObject;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Arity;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.Terminal;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// `gantry login`: has the engine check credentials, and keeps them.
public final class Login implements Command {
  @Override
  public Spec spec() {
    return Spec.of("[OPTIONS] [SERVER]", "Authenticate to a registry")
        .describe("Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.")
        .args(Arity.atMost(1))
        .string('p', "password", "Password or Personal Access Token (PAT)")
        .bool("password-stdin", "Take the Password or Personal Access Token (PAT) from stdin")
        .string('u', "username", "Username");
  }

  @Override
  public int run(Call call) throws IOException {
    String server = call.args().isEmpty() ? RegistryAuth.HUB : call.arg(0);
    String user = call.flags().string("username");
    String password = password(call, user);
    boolean terminal = call.cli().terminal().isTerminal(Terminal.STDIN);
    if ((user.isEmpty() || password.isEmpty()) && !terminal) {
      throw ExitException.failure(
          "Error: Cannot perform an interactive login from a non TTY device");
    }
    user = user.isEmpty() ? ask(call, "Username: ", true) : user;
    password = password.isEmpty() ? ask(call, "Password: ", false) : password;
    if (user.isEmpty() || password.isEmpty()) {
      throw ExitException.failure("Error: Username and password required");
    }
    JsonObject answer =
        call.engine()
            .post(
                ApiPath.of("/auth"),
                JsonObject.create()
                    .with("username", user)
                    .with("password", password)
                    .with("serveraddress", server))
            .object();
    String token = answer.string("IdentityToken");
    call.cli().config().storeCredentials(server, user, password, token);
    call.err()
        .println(
            "\nWARNING! Your credentials are stored unencrypted in '"
                + call.cli().config().file()
                + "'.\nConfigure a credential helper to remove this warning. See\n"
                + "https://docs.docker.com/go/credential-store/\n");
    call.out().println(answer.string("Status"));
    return 0;
  }

  private static String password(Call call, String user) throws IOException {
    String password = call.flags().string("password");
    if (!call.flags().bool("password-stdin")) {
      if (!password.isEmpty()) {
        call.err()
            .println("WARNING! Using --password via the CLI is insecure. Use --password-stdin.");
      }
      return password;
    }
    if (!password.isEmpty()) {
      throw ExitException.failure(
          "conflicting options: cannot specify both --password and --password-stdin");
    }
    if (user.isEmpty()) {
      throw ExitException.failure("the --password-stdin option requires --username to be set");
    }
    String text = new String(call.cli().in().readAllBytes(), StandardCharsets.UTF_8);
    return text.replaceFirst("\r?\n$", "");
  }

  private static String ask(Call call, String prompt, boolean echo) {
    Console console = Objects.requireNonNull(System.console());
    call.out().print(prompt);
    call.out().flush();
    return echo ? console.readLine().strip() : new String(console.readPassword());
  }
}
