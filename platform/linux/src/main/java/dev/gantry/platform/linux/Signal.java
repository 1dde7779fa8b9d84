package dev.gantry.platform.linux;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A signal by number. See
/// [signal(7)](https://man7.org/linux/man-pages/man7/signal.7.html); the numbers are those of
/// x86_64 and aarch64.
public record Signal(int number) {
  private static final int MINIMUM_REALTIME = 34;
  private static final int MAXIMUM = 64;
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  public static final Signal HUP = new Signal(1);
  public static final Signal INT = new Signal(2);
  public static final Signal QUIT = new Signal(3);
  public static final Signal KILL = new Signal(9);
  public static final Signal TERM = new Signal(15);
  public static final Signal CONT = new Signal(18);
  public static final Signal STOP = new Signal(19);
  public static final Signal WINCH = new Signal(28);

  public Signal {
    if (number < 1 || number > MAXIMUM) {
      throw new IllegalArgumentException("not a signal: " + number);
    }
  }

  /// Reads what users write: `9`, `KILL`, `SIGKILL`, `rtmin+3`, `SIGRTMAX-1`, in any case.
  public static Optional<Signal> find(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    } else if (isNumber(name)) {
      return ofNumber(Integer.parseInt(name));
    }
    if (name.startsWith("RTMIN")) {
      return realtime(name.substring(5), '+', MINIMUM_REALTIME);
    }
    if (name.startsWith("RTMAX")) {
      return realtime(name.substring(5), '-', MAXIMUM);
    }
    return switch (name) {
      case "IOT" -> ofNumber(6);
      case "CLD" -> ofNumber(17);
      case "POLL" -> ofNumber(29);
      default -> ofNumber(NAMES.indexOf(name) + 1);
    };
  }

  private static Optional<Signal> realtime(String offset, char sign, int base) {
    if (offset.isEmpty()) {
      return ofNumber(base);
    }
    if (offset.charAt(0) != sign || !isNumber(offset.substring(1))) {
      return Optional.empty();
    }
    int steps = Integer.parseInt(offset.substring(1));
    int number = sign == '+' ? base + steps : base - steps;
    return number < MINIMUM_REALTIME ? Optional.empty() : ofNumber(number);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<Signal> ofNumber(int number) {
    return number < 1 || number > MAXIMUM ? Optional.empty() : Optional.of(new Signal(number));
  }

  /// The name without `SIG`, such as `KILL` or `RTMIN+3`. The two numbers that the C library keeps
  /// for itself have none and are named by their number.
  public String name() {
    if (number <= NAMES.size()) {
      return NAMES.get(number - 1);
    }
    if (number < MINIMUM_REALTIME) {
      return Integer.toString(number);
    }
    return number == MINIMUM_REALTIME ? "RTMIN" : "RTMIN+" + (number - MINIMUM_REALTIME);
  }

  @Override
  public String toString() {
    return name();
  }
}
