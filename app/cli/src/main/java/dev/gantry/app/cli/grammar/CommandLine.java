package dev.gantry.app.cli.grammar;

import java.util.ArrayList;
import java.util.List;

/// Reads arguments by pflag's rules.
///
/// Long flags are `--name value` or `--name=value`, short ones may be run together (`-dit`)
/// with the last one's value following directly, after `=`, or as the next argument. A boolean
/// takes a value only after `=`. `--` ends the flags. Flags may stand after arguments unless
/// the verb says that everything behind the first argument belongs to the container.
public final class CommandLine {
  private final Spec spec;
  private final Flags flags;
  private final List<String> arguments = new ArrayList<>();
  private boolean helpWanted;

  private CommandLine(Spec spec) {
    this.spec = spec;
    this.flags = new Flags(spec);
  }

  /// Parses, or throws an `IllegalArgumentException` with pflag's message.
  public static CommandLine parse(Spec spec, List<String> args) {
    CommandLine line = new CommandLine(spec);
    line.read(args);
    return line;
  }

  public Flags flags() {
    return flags;
  }

  public List<String> arguments() {
    return arguments;
  }

  /// `--help` (or `-h` where it means nothing else) was given.
  public boolean helpWanted() {
    return helpWanted;
  }

  private void read(List<String> args) {
    int next = 0;
    while (next < args.size()) {
      String arg = args.get(next++);
      if (arg.equals("--")) {
        arguments.addAll(args.subList(next, args.size()));
        return;
      }
      if (arg.startsWith("--")) {
        next = longFlag(arg, args, next);
      } else if (arg.startsWith("-") && arg.length() > 1) {
        next = shorthands(arg, args, next);
      } else {
        arguments.add(arg);
        if (!spec.interspersed()) {
          arguments.addAll(args.subList(next, args.size()));
          return;
        }
      }
      if (helpWanted) {
        return;
      }
    }
  }

  private int longFlag(String arg, List<String> args, int next) {
    int equals = arg.indexOf('=');
    String name = arg.substring(2, equals < 0 ? arg.length() : equals);
    if (name.isEmpty() || name.startsWith("-")) {
      throw new IllegalArgumentException("bad flag syntax: " + arg);
    }
    Flag flag = spec.flags().get(name);
    if (flag == null) {
      if (name.equals("help")) {
        helpWanted = true;
        return next;
      }
      throw new IllegalArgumentException("unknown flag: --" + name);
    }
    if (equals >= 0) {
      set(flag, arg.substring(equals + 1));
      return next;
    }
    if (flag.type() == FlagType.BOOL) {
      set(flag, "true");
      return next;
    }
    if (next == args.size()) {
      throw new IllegalArgumentException("flag needs an argument: --" + name);
    }
    set(flag, args.get(next));
    return next + 1;
  }

  private int shorthands(String arg, List<String> args, int next) {
    for (int i = 1; i < arg.length(); i++) {
      char letter = arg.charAt(i);
      Flag flag = spec.byShorthand(letter).orElse(null);
      if (flag == null) {
        if (letter == 'h') {
          helpWanted = true;
          return next;
        }
        throw new IllegalArgumentException(
            "unknown shorthand flag: '" + letter + "' in -" + arg.substring(i));
      }
      boolean last = i + 1 == arg.length();
      // pflag takes "=" as a separator only when a value follows it.
      if (!last && arg.charAt(i + 1) == '=' && i + 2 < arg.length()) {
        set(flag, arg.substring(i + 2));
        return next;
      }
      if (flag.type() == FlagType.BOOL) {
        set(flag, "true");
      } else if (!last) {
        set(flag, arg.substring(i + 1));
        return next;
      } else if (next < args.size()) {
        set(flag, args.get(next));
        return next + 1;
      } else {
        throw new IllegalArgumentException(
            "flag needs an argument: '" + letter + "' in -" + arg.substring(i));
      }
    }
    return next;
  }

  private void set(Flag flag, String value) {
    try {
      flag.check().accept(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "invalid argument \""
              + value
              + "\" for \""
              + flag.display()
              + "\" flag: "
              + e.getMessage(),
          e);
    }
    flags.add(flag, value);
  }
}
