package dev.gantry.app.cli;

import dev.gantry.app.cli.command.Command;
import dev.gantry.app.cli.container.Attach;
import dev.gantry.app.cli.container.Commit;
import dev.gantry.app.cli.container.ContainerInspect;
import dev.gantry.app.cli.container.ContainerPrune;
import dev.gantry.app.cli.container.Copy;
import dev.gantry.app.cli.container.Create;
import dev.gantry.app.cli.container.Diff;
import dev.gantry.app.cli.container.Exec;
import dev.gantry.app.cli.container.Export;
import dev.gantry.app.cli.container.Kill;
import dev.gantry.app.cli.container.Logs;
import dev.gantry.app.cli.container.Pause;
import dev.gantry.app.cli.container.Port;
import dev.gantry.app.cli.container.Ps;
import dev.gantry.app.cli.container.Remove;
import dev.gantry.app.cli.container.Rename;
import dev.gantry.app.cli.container.Restart;
import dev.gantry.app.cli.container.Run;
import dev.gantry.app.cli.container.Start;
import dev.gantry.app.cli.container.Stats;
import dev.gantry.app.cli.container.Stop;
import dev.gantry.app.cli.container.Top;
import dev.gantry.app.cli.container.Unpause;
import dev.gantry.app.cli.container.Update;
import dev.gantry.app.cli.container.Wait;
import dev.gantry.app.cli.image.Build;
import dev.gantry.app.cli.image.BuilderPrune;
import dev.gantry.app.cli.image.History;
import dev.gantry.app.cli.image.ImageInspect;
import dev.gantry.app.cli.image.ImagePrune;
import dev.gantry.app.cli.image.ImageRemove;
import dev.gantry.app.cli.image.Images;
import dev.gantry.app.cli.image.Import;
import dev.gantry.app.cli.image.Load;
import dev.gantry.app.cli.image.Login;
import dev.gantry.app.cli.image.Logout;
import dev.gantry.app.cli.image.Pull;
import dev.gantry.app.cli.image.Push;
import dev.gantry.app.cli.image.Save;
import dev.gantry.app.cli.image.Search;
import dev.gantry.app.cli.image.Tag;
import dev.gantry.app.cli.network.NetworkConnect;
import dev.gantry.app.cli.network.NetworkCreate;
import dev.gantry.app.cli.network.NetworkDisconnect;
import dev.gantry.app.cli.network.NetworkInspect;
import dev.gantry.app.cli.network.NetworkList;
import dev.gantry.app.cli.network.NetworkPrune;
import dev.gantry.app.cli.network.NetworkRemove;
import dev.gantry.app.cli.system.DiskUsage;
import dev.gantry.app.cli.system.Events;
import dev.gantry.app.cli.system.Info;
import dev.gantry.app.cli.system.Inspect;
import dev.gantry.app.cli.system.ShowVersion;
import dev.gantry.app.cli.system.SystemPrune;
import dev.gantry.app.cli.volume.VolumeCreate;
import dev.gantry.app.cli.volume.VolumeInspect;
import dev.gantry.app.cli.volume.VolumeList;
import dev.gantry.app.cli.volume.VolumePrune;
import dev.gantry.app.cli.volume.VolumeRemove;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All verbs and groups of verbs, found by the words of a command line.
///
/// A verb's class is loaded only when its name was typed (or when help lists it).
final class CommandTree {
  /// Groups in the order help lists them.
  static final Map<String, Group> GROUPS = new LinkedHashMap<>();

  static {
    group("builder", "Manage builds", "build prune");
    group(
        "container",
        "Manage containers",
        "attach commit cp create diff exec export inspect kill logs ls pause port prune rename"
            + " restart rm run start stats stop top unpause update wait");
    group(
        "image",
        "Manage images",
        "build history import inspect load ls prune pull push rm save tag");
    group("network", "Manage networks", "connect create disconnect inspect ls prune rm");
    group("system", "Manage Docker", "df events info prune");
    group("volume", "Manage volumes", "create inspect ls prune rm");
  }

  /// The most used verbs, which help lists first.
  static final List<String> COMMON =
      List.of(
          "run", "exec", "ps", "build", "pull", "push", "images", "login", "logout", "search",
          "version", "info");

  static final List<String> OTHERS =
      List.of(
          "attach", "commit", "cp", "create", "diff", "events", "export", "history", "import",
          "inspect", "kill", "load", "logs", "pause", "port", "rename", "restart", "rm", "rmi",
          "save", "start", "stats", "stop", "tag", "top", "unpause", "update", "wait");

  private CommandTree() {}

  /// Verbs about one kind of object.
  record Group(String name, String summary, List<String> verbs) {}

  private static void group(String name, String summary, String verbs) {
    GROUPS.put(name, new Group(name, summary, List.of(verbs.split(" "))));
  }

  /// A verb at the top level.
  static Optional<Command> verb(String name) {
    return switch (name) {
      case "build" -> Optional.of(new Build());
      case "images" -> Optional.of(new Images());
      case "inspect" -> Optional.of(new Inspect());
      case "login" -> Optional.of(new Login());
      case "logout" -> Optional.of(new Logout());
      case "ps" -> Optional.of(new Ps());
      case "rmi" -> Optional.of(new ImageRemove());
      case "search" -> Optional.of(new Search());
      case "version" -> Optional.of(new ShowVersion());
      case "events", "info" -> verb("system", name);
      case "history", "import", "load", "pull", "push", "save", "tag" -> verb("image", name);
      case "ls", "list", "remove", "prune" -> Optional.empty();
      default -> verb("container", name);
    };
  }

  /// A verb of a group, by its name or an alias.
  static Optional<Command> verb(String group, String name) {
    return switch (group) {
      case "builder" -> builder(name);
      case "container" -> container(name);
      case "image" -> image(name);
      case "network" -> network(name);
      case "system" -> system(name);
      case "volume" -> volume(name);
      default -> Optional.empty();
    };
  }

  /// The name under which a verb of a group appears in messages.
  static String canonical(String name) {
    return switch (name) {
      case "list", "ps" -> "ls";
      case "remove" -> "rm";
      default -> name;
    };
  }

  private static Optional<Command> builder(String name) {
    return switch (name) {
      case "build" -> Optional.of(new Build());
      case "prune" -> Optional.of(new BuilderPrune());
      default -> Optional.empty();
    };
  }

  private static Optional<Command> container(String name) {
    Command command =
        switch (name) {
          case "attach" -> new Attach();
          case "commit" -> new Commit();
          case "cp" -> new Copy();
          case "create" -> new Create();
          case "diff" -> new Diff();
          case "exec" -> new Exec();
          case "export" -> new Export();
          case "inspect" -> new ContainerInspect();
          case "kill" -> new Kill();
          case "logs" -> new Logs();
          case "ls", "list", "ps" -> new Ps();
          case "pause" -> new Pause();
          case "port" -> new Port();
          case "prune" -> new ContainerPrune();
          case "rename" -> new Rename();
          case "restart" -> new Restart();
          case "rm", "remove" -> new Remove();
          case "run" -> new Run();
          case "start" -> new Start();
          case "stats" -> new Stats();
          case "stop" -> new Stop();
          case "top" -> new Top();
          case "unpause" -> new Unpause();
          case "update" -> new Update();
          case "wait" -> new Wait();
          default -> null;
        };
    return Optional.ofNullable(command);
  }

  private static Optional<Command> image(String name) {
    Command command =
        switch (name) {
          case "build" -> new Build();
          case "history" -> new History();
          case "import" -> new Import();
          case "inspect" -> new ImageInspect();
          case "load" -> new Load();
          case "ls", "list" -> new Images();
          case "prune" -> new ImagePrune();
          case "pull" -> new Pull();
          case "push" -> new Push();
          case "rm", "remove" -> new ImageRemove();
          case "save" -> new Save();
          case "tag" -> new Tag();
          default -> null;
        };
    return Optional.ofNullable(command);
  }

  private static Optional<Command> network(String name) {
    Command command =
        switch (name) {
          case "connect" -> new NetworkConnect();
          case "create" -> new NetworkCreate();
          case "disconnect" -> new NetworkDisconnect();
          case "inspect" -> new NetworkInspect();
          case "ls", "list" -> new NetworkList();
          case "prune" -> new NetworkPrune();
          case "rm", "remove" -> new NetworkRemove();
          default -> null;
        };
    return Optional.ofNullable(command);
  }

  private static Optional<Command> system(String name) {
    Command command =
        switch (name) {
          case "df" -> new DiskUsage();
          case "events" -> new Events();
          case "info" -> new Info();
          case "prune" -> new SystemPrune();
          default -> null;
        };
    return Optional.ofNullable(command);
  }

  private static Optional<Command> volume(String name) {
    Command command =
        switch (name) {
          case "create" -> new VolumeCreate();
          case "inspect" -> new VolumeInspect();
          case "ls", "list" -> new VolumeList();
          case "prune" -> new VolumePrune();
          case "rm", "remove" -> new VolumeRemove();
          default -> null;
        };
    return Optional.ofNullable(command);
  }
}
