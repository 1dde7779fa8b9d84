package dev.gantry.app.cli.grammar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a verb is called with: its arguments, its flags, the words of its help.
///
/// Built once by the verb, in one chain; the parser and the help printer read it.
public final class Spec {
  private final String arguments;
  private final String summary;
  private final Map<String, Flag> flags = new LinkedHashMap<>();
  private String description = "";
  private String aliases = "";
  private Arity arity = Arity.any();
  private boolean interspersed = true;

  private Spec(String arguments, String summary) {
    this.arguments = arguments;
    this.summary = summary;
  }

  /// A verb with the argument part of its usage line and its one-line summary.
  public static Spec of(String arguments, String summary) {
    return new Spec(arguments, summary);
  }

  /// The full names the verb answers to, without the program's name.
  public Spec aliases(String... names) {
    aliases = String.join(",", names);
    return this;
  }

  /// Longer text shown instead of the summary on the verb's own help page.
  public Spec describe(String text) {
    description = text;
    return this;
  }

  public Spec args(Arity allowed) {
    arity = allowed;
    return this;
  }

  /// Everything after the first argument belongs to someone else (the container's command).
  public Spec stopAtFirstArgument() {
    interspersed = false;
    return this;
  }

  public Spec bool(String name, String usage) {
    return flag('\0', name, FlagType.BOOL, "", usage);
  }

  public Spec bool(char shorthand, String name, String usage) {
    return flag(shorthand, name, FlagType.BOOL, "", usage);
  }

  public Spec string(String name, String usage) {
    return flag('\0', name, FlagType.STRING, "", usage);
  }

  public Spec string(char shorthand, String name, String usage) {
    return flag(shorthand, name, FlagType.STRING, "", usage);
  }

  public Spec integer(String name, String usage) {
    return flag('\0', name, FlagType.INT, "", usage);
  }

  public Spec integer(char shorthand, String name, String usage) {
    return flag(shorthand, name, FlagType.INT, "", usage);
  }

  public Spec list(String name, String usage) {
    return flag('\0', name, FlagType.LIST, "", usage);
  }

  public Spec list(char shorthand, String name, String usage) {
    return flag(shorthand, name, FlagType.LIST, "", usage);
  }

  public Spec flag(String name, FlagType type, String usage) {
    return flag('\0', name, type, "", usage);
  }

  public Spec flag(char shorthand, String name, FlagType type, String usage) {
    return flag(shorthand, name, type, "", usage);
  }

  /// The general form: a flag with a default that help mentions.
  public Spec flag(char shorthand, String name, FlagType type, String defaultText, String usage) {
    flags.put(name, new Flag(shorthand, name, type, defaultText, usage, false, type::check));
    return this;
  }

  /// A flag that works but is not shown, such as an old spelling.
  public Spec hidden(char shorthand, String name, FlagType type, String defaultText) {
    flags.put(name, new Flag(shorthand, name, type, defaultText, "", true, type::check));
    return this;
  }

  /// Values of a declared flag are refused while parsing when this throws an
  /// `IllegalArgumentException`.
  public Spec check(String name, Consumer<String> check) {
    flags.computeIfPresent(name, (_, flag) -> flag.withCheck(check));
    return this;
  }

  public String summary() {
    return summary;
  }

  String arguments() {
    return arguments;
  }

  String description() {
    return description.isEmpty() ? summary : description;
  }

  String aliases() {
    return aliases;
  }

  public Arity arity() {
    return arity;
  }

  boolean interspersed() {
    return interspersed;
  }

  Map<String, Flag> flags() {
    return flags;
  }

  Optional<Flag> byShorthand(char letter) {
    return flags.values().stream().filter(flag -> flag.shorthand() == letter).findFirst();
  }
}
