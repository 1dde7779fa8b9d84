package dev.gantry.app.cli.grammar;

/// How many arguments a verb takes.
public record Arity(int min, int max) {
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  public static Arity none() {
    return new Arity(0, 0);
  }

  public static Arity any() {
    return new Arity(0, UNBOUNDED);
  }

  public static Arity exactly(int count) {
    return new Arity(count, count);
  }

  public static Arity atLeast(int count) {
    return new Arity(count, UNBOUNDED);
  }

  public static Arity atMost(int count) {
    return new Arity(0, count);
  }

  public static Arity between(int min, int max) {
    return new Arity(min, max);
  }

  /// Refuses a wrong number of arguments with docker's explanation.
  public void check(int count, String program, String path, String usageLine) {
    if (count >= min && count <= max) {
      return;
    }
    String hint = "Run";
    String wanted;
    if (max == 0) {
      wanted = "accepts no arguments";
    } else if (min == max) {
      wanted = "requires " + arguments(min);
    } else if (max == UNBOUNDED) {
      wanted = "requires at least " + arguments(min);
      hint = "See";
    } else if (min == 0) {
      wanted = "requires at most " + arguments(max);
    } else {
      wanted = "requires at least " + min + " and at most " + arguments(max);
    }
    throw ExitException.failure(
        program
            + ": '"
            + path
            + "' "
            + wanted
            + "\n\nUsage:  "
            + usageLine
            + "\n\n"
            + hint
            + " '"
            + path
            + " --help' for more information");
  }

  private static String arguments(int count) {
    return count + (count == 1 ? " argument" : " arguments");
  }
}
