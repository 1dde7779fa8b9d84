package dev.gantry.app.cli.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The patterns of a `.dockerignore`.
///
/// A path is left out when the last pattern that matches it, or a directory above it, does not
/// begin with `!`. `*` and `?` stay within a component, `**` spans any number of them.
public final class IgnoreFile {
  /// One line: what it matches, and whether it takes paths back in.
  private record Rule(String pattern, Pattern regex, boolean readmits) {}

  private final List<Rule> rules = new ArrayList<>();

  private IgnoreFile() {}

  public static IgnoreFile parse(List<String> lines) {
    IgnoreFile file = new IgnoreFile();
    boolean first = true;
    for (String line : lines) {
      String text = first && line.startsWith("\uFEFF") ? line.substring(1) : line;
      first = false;
      if (!text.startsWith("#")) {
        file.add(text.strip());
      }
    }
    return file;
  }

  /// Adds one more pattern, behind the others.
  public void add(String line) {
    boolean readmits = line.startsWith("!");
    String pattern = clean((readmits ? line.substring(1) : line).strip());
    if (!pattern.isEmpty()) {
      rules.add(new Rule(pattern, regex(pattern), readmits));
    }
  }

  /// Without `.`, `..` and double slashes; a leading slash means nothing.
  private static String clean(String pattern) {
    if (pattern.isEmpty()) {
      return "";
    }
    String normal = Path.of("/" + pattern).normalize().toString().substring(1);
    return normal.isEmpty() ? "." : normal;
  }

  /// Whether a path, with `/` between its components, is left out.
  public boolean ignores(String path) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if (ignored == rule.readmits() && matches(rule, path)) {
        ignored = !rule.readmits();
      }
    }
    return ignored;
  }

  private static boolean matches(Rule rule, String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (rule.regex().matcher(path.substring(0, end)).matches()) {
        return true;
      }
    }
    return false;
  }

  /// Whether something below a directory that is left out may be taken back in.
  public boolean mayReadmitBelow(String directory) {
    return rules.stream()
        .anyMatch(
            rule ->
                rule.readmits()
                    && (rule.pattern().startsWith(directory + "/")
                        || rule.pattern().indexOf('*') >= 0
                        || rule.pattern().indexOf('?') >= 0
                        || rule.pattern().indexOf('[') >= 0));
  }

  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '*' -> {
          if (i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
            i++;
            boolean slash = i + 1 < pattern.length() && pattern.charAt(i + 1) == '/';
            i += slash ? 1 : 0;
            boolean last = i + 1 == pattern.length();
            regex.append(last ? ".*" : "(.*/)?");
          } else {
            regex.append("[^/]*");
          }
        }
        case '?' -> regex.append("[^/]");
        case '[', ']', '^', '-' -> regex.append(c);
        case '\\' -> {
          if (i + 1 < pattern.length()) {
            regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
          }
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
