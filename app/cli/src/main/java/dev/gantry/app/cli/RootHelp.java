package dev.gantry.app.cli;

import dev.gantry.app.cli.command.Cli;
import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.grammar.Help;
import dev.gantry.app.cli.grammar.Spec;
import java.util.Optional;

/// The help pages that list verbs.
final class RootHelp {
  private RootHelp() {}

  /// What `gantry --help` prints.
  static String page(Spec globals, int width) {
    StringBuilder page = new StringBuilder("Usage:  ");
    page.append(Cli.PROGRAM).append(" [OPTIONS] COMMAND\n\n");
    page.append("A self-sufficient runtime for containers\n");
    page.append("\nCommon Commands:\n");
    CommandTree.COMMON.forEach(name -> line(page, name, summary(CommandTree.verb(name))));
    page.append("\nManagement Commands:\n");
    CommandTree.GROUPS.values().forEach(group -> line(page, group.name(), group.summary()));
    page.append("\nCommands:\n");
    CommandTree.OTHERS.forEach(name -> line(page, name, summary(CommandTree.verb(name))));
    page.append("\nEngine:\n");
    line(page, "daemon", "Run the engine");
    line(page, "quickstart", "Set up, start an engine and run a first container");
    page.append("\nGlobal Options:\n").append(Help.options(globals, width - 1));
    page.append("\nRun '").append(Cli.PROGRAM);
    page.append(" COMMAND --help' for more information on a command.\n");
    return page.toString();
  }

  /// What a group prints without a verb.
  static String page(CommandTree.Group group) {
    String path = Cli.PROGRAM + " " + group.name();
    StringBuilder page = new StringBuilder("Usage:  ");
    page.append(path).append(" COMMAND\n\n").append(group.summary()).append("\n\nCommands:\n");
    for (String name : group.verbs()) {
      line(page, name, summary(CommandTree.verb(group.name(), name)));
    }
    page.append("\nRun '").append(path);
    page.append(" COMMAND --help' for more information on a command.\n");
    return page.toString();
  }

  private static String summary(Optional<Command> command) {
    return command.map(known -> known.spec().summary()).orElse("");
  }

  private static void line(StringBuilder page, String name, String summary) {
    page.append("  ").append(name).append(" ".repeat(Math.max(1, 12 - name.length())));
    page.append(summary).append('\n');
  }
}
