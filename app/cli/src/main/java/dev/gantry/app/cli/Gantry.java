package dev.gantry.app.cli;

import dev.gantry.app.cli.client.ConfigFile;
import dev.gantry.app.cli.client.EndpointResolver;
import dev.gantry.app.cli.client.EngineException;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.command.Cli;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.command.Version;
import dev.gantry.app.cli.grammar.CommandLine;
import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.grammar.Flags;
import dev.gantry.app.cli.grammar.Help;
import dev.gantry.app.cli.grammar.Spec;
import dev.gantry.app.cli.terminal.LinuxTerminal;
import dev.gantry.app.cli.terminal.Terminal;
import dev.gantry.platform.errors.GantryException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `gantry` command: finds the verb, reads its flags, runs it, and turns what it throws
/// into docker's messages and exit statuses.
public final class Gantry {
  private static final int BAD_FLAG = 125;
  private static final int PLAIN_WIDTH = 80;

  private final List<String> args;
  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;

  Gantry(
      List<String> args,
      Map<String, String> environment,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Terminal terminal) {
    this.args = args;
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Gantry gantry =
        new Gantry(
            List.of(args),
            System.getenv(),
            new FileInputStream(FileDescriptor.in),
            out,
            err,
            new LinuxTerminal());
    int status = gantry.run();
    out.flush();
    err.flush();
    // Threads that still copy input would keep the process alive, and nothing is left to clean
    // up.
    Runtime.getRuntime().exit(status);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        false,
        StandardCharsets.UTF_8);
  }

  /// Runs the command line and returns the exit status.
  int run() {
    try {
      return dispatch();
    } catch (ExitException e) {
      out.flush();
      if (!e.text().isEmpty()) {
        err.println(e.text());
      }
      return e.status();
    } catch (EngineException | GantryException e) {
      out.flush();
      err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      out.flush();
      // The reader of our output has gone; there is nobody to tell.
      if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
        err.println(e.getMessage());
      }
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private int dispatch() throws IOException, InterruptedException {
    Spec globals = GlobalFlags.spec(environment);
    CommandLine line = parse(globals, args, Cli.PROGRAM, " [OPTIONS] COMMAND [ARG...]");
    List<String> words = line.arguments();
    if (line.helpWanted()) {
      out.print(RootHelp.page(globals, width()));
      return 0;
    }
    if (line.flags().bool("version")) {
      out.println("Gantry version " + Version.VERSION);
      return 0;
    }
    if (words.isEmpty()) {
      err.print(RootHelp.page(globals, width()));
      return 0;
    }
    if (words.getFirst().equals("help")) {
      return help(globals, words.subList(1, words.size()));
    }
    return verb(line.flags(), words);
  }

  private int verb(Flags global, List<String> words) throws IOException, InterruptedException {
    String first = words.getFirst();
    CommandTree.Group group = CommandTree.GROUPS.get(first);
    if (group == null) {
      Command command =
          CommandTree.verb(first)
              .orElseThrow(
                  () ->
                      ExitException.failure(
                          unknown(Cli.PROGRAM + " " + first)
                              + "\n\nRun '"
                              + Cli.PROGRAM
                              + " --help' for more information"));
      return run(global, command, Cli.PROGRAM + " " + first, words.subList(1, words.size()));
    }
    String path = Cli.PROGRAM + " " + first;
    if (words.size() == 1) {
      err.print(RootHelp.page(group));
      return 0;
    }
    String second = words.get(1);
    if (second.equals("--help") || second.equals("-h")) {
      out.print(RootHelp.page(group));
      return 0;
    }
    Command command =
        CommandTree.verb(first, second)
            .orElseThrow(
                () ->
                    ExitException.failure(
                        unknown(path + " " + second)
                            + "\n\nUsage:  "
                            + path
                            + "\n\nRun '"
                            + path
                            + " --help' for more information"));
    String full = path + " " + CommandTree.canonical(second);
    return run(global, command, full, words.subList(2, words.size()));
  }

  private static String unknown(String path) {
    return Cli.PROGRAM + ": unknown command: " + path;
  }

  private int run(Flags global, Command command, String path, List<String> words)
      throws IOException, InterruptedException {
    Spec spec = command.spec();
    String usage = Help.usageLine(spec, path);
    CommandLine line = parse(spec, words, path, usage.substring(path.length()));
    if (line.helpWanted() || line.flags().has("help")) {
      out.print(Help.page(spec, path, Cli.PROGRAM, width()));
      return 0;
    }
    spec.arity().check(line.arguments().size(), Cli.PROGRAM, path, usage);
    ConfigFile config = ConfigFile.load(GlobalFlags.configDirectory(global));
    EndpointResolver endpoints = new EndpointResolver(global, environment, config);
    try (Cli cli = new Cli(in, out, err, terminal, environment, config, endpoints)) {
      return command.run(new Call(cli, path, line.flags(), line.arguments()));
    }
  }

  private static CommandLine parse(Spec spec, List<String> words, String path, String arguments) {
    try {
      return CommandLine.parse(spec, words);
    } catch (IllegalArgumentException e) {
      throw new ExitException(
          BAD_FLAG,
          e.getMessage()
              + "\n\nUsage:  "
              + path
              + arguments
              + "\n\nRun '"
              + path
              + " --help' for more information");
    }
  }

  private int help(Spec globals, List<String> words) {
    if (words.isEmpty()) {
      out.print(RootHelp.page(globals, width()));
      return 0;
    }
    CommandTree.Group group = CommandTree.GROUPS.get(words.getFirst());
    if (group != null && words.size() == 1) {
      out.print(RootHelp.page(group));
      return 0;
    }
    Optional<Command> command =
        group == null
            ? CommandTree.verb(words.getFirst())
            : CommandTree.verb(group.name(), words.get(1));
    String topic = String.join(" ", words);
    Command known =
        command.orElseThrow(() -> ExitException.failure("unknown help topic: " + topic));
    out.print(Help.page(known.spec(), Cli.PROGRAM + " " + topic, Cli.PROGRAM, width()));
    return 0;
  }

  private int width() {
    return terminal.size(Terminal.STDIN).map(Terminal.Size::columns).orElse(PLAIN_WIDTH);
  }
}
