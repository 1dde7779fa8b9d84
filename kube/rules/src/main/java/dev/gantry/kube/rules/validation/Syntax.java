package dev.gantry.kube.rules.validation;

import dev.gantry.kube.objects.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The forms of texts other than names of objects, with upstream's words for what is wrong.
final class Syntax {
  private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";
  private static final String HEADER = "[-A-Za-z0-9]+";
  private static final String PERCENT = "[0-9]+%";
  private static final String WILDCARD =
      "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final Pattern CONFIG_KEY_PATTERN = Pattern.compile(CONFIG_KEY);
  private static final Pattern HEADER_PATTERN = Pattern.compile(HEADER);
  private static final Pattern PERCENT_PATTERN = Pattern.compile(PERCENT);
  private static final Pattern WILDCARD_PATTERN = Pattern.compile(WILDCARD);
  private static final Pattern PORT_NAME = Pattern.compile("[-a-z0-9]+");
  private static final Pattern LETTER = Pattern.compile("[a-z]");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  private Syntax() {}

  /// A key of a ConfigMap or Secret, which becomes the name of a file.
  static List<String> configKey(String key) {
    List<String> problems = new ArrayList<>();
    if (key.length() > 253) {
      problems.add(Names.tooLong(253));
    }
    if (!CONFIG_KEY_PATTERN.matcher(key).matches()) {
      problems.add(
          Names.explanation(
              "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
              CONFIG_KEY,
              List.of("key.name", "KEY_NAME", "key-name")));
    }
    if (key.equals(".")) {
      problems.add("must not be '.'");
    } else if (key.equals("..")) {
      problems.add("must not be '..'");
    } else if (key.startsWith("..")) {
      problems.add("must not start with '..'");
    }
    return problems;
  }

  static List<String> environmentName(String name) {
    if (name.isEmpty()) {
      return List.of("environment variable name must be non-empty");
    }
    return name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=')
        ? List.of()
        : List.of(
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
  }

  static List<String> headerName(String name) {
    return HEADER_PATTERN.matcher(name).matches()
        ? List.of()
        : List.of(
            Names.explanation(
                "a valid HTTP header must consist of alphanumeric characters or '-'",
                HEADER,
                List.of("X-Header-Name")));
  }

  static List<String> percent(String text) {
    return PERCENT_PATTERN.matcher(text).matches()
        ? List.of()
        : List.of(
            Names.explanation(
                "a valid percent string must be a numeric string followed by an ending '%'",
                PERCENT, List.of("1%", "93%")));
  }

  static List<String> wildcard(String name) {
    return WILDCARD_PATTERN.matcher(name).matches()
        ? List.of()
        : List.of(
            Names.explanation(
                "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS"
                    + " subdomain, which must consist of lower case alphanumeric characters, '-'"
                    + " or '.' and end with an alphanumeric character",
                WILDCARD,
                List.of("*.example.com")));
  }

  static List<String> portName(String name) {
    List<String> problems = new ArrayList<>();
    if (name.length() > 15) {
      problems.add(Names.tooLong(15));
    }
    if (!PORT_NAME.matcher(name).matches()) {
      problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!LETTER.matcher(name).find()) {
      problems.add("must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      problems.add("must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      problems.add("must not begin or end with a hyphen");
    }
    return problems;
  }

  static List<String> ip(String text) {
    return isIp(text)
        ? List.of()
        : List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
  }

  static boolean isIp(String text) {
    return IPV4.matcher(text).matches() || isIpv6(text);
  }

  static boolean isIpv6(String text) {
    if (!IPV6.matcher(text).matches() || text.contains(":::")) {
      return false;
    }
    int gap = text.indexOf("::");
    int groups = 0;
    for (String group : text.split(":", -1)) {
      if (group.contains(".")) {
        if (!IPV4.matcher(group).matches() || !text.endsWith(group)) {
          return false;
        }
        groups += 2;
      } else if (group.length() > 4) {
        return false;
      } else if (!group.isEmpty()) {
        groups++;
      }
    }
    boolean dangling =
        (text.startsWith(":") && !text.startsWith("::"))
            || (text.endsWith(":") && !text.endsWith("::"));
    return !dangling && (gap < 0 ? groups == 8 : groups < 8 && text.indexOf("::", gap + 1) < 0);
  }

  /// A subnet, `10.0.0.0/8`.
  static boolean isCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !isIp(text.substring(0, slash))) {
      return false;
    }
    String length = text.substring(slash + 1);
    int most = text.indexOf(':') >= 0 ? 128 : 32;
    return length.matches("\\d{1,3}") && Integer.parseInt(length) <= most;
  }
}
