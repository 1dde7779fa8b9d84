package dev.gantry.oci.content;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;

/// A pattern in the syntax of Go's `path.Match`: `*` and `?` match within one path component,
/// `[a-z]` and `[^a-z]` one character, a backslash makes the next character plain. Matching takes
/// time proportional to pattern times text at most, whoever wrote the pattern.
final class PathPattern {
  private final List<Token> tokens;

  private PathPattern(List<Token> tokens) {
    this.tokens = tokens;
  }

  /// @throws InvalidArgumentException when the pattern is malformed
  static PathPattern parse(String pattern) {
    return new PathPattern(new Parser(pattern).parse());
  }

  /// Whether the pattern matches all of `text`.
  boolean matches(String text) {
    int[] characters = text.codePoints().toArray();
    int token = 0;
    int at = 0;
    int lastStar = -1;
    int starEnd = 0;
    while (at < characters.length || token < tokens.size()) {
      if (token < tokens.size()) {
        var next = tokens.get(token);
        if (next instanceof Token.Star) {
          lastStar = token++;
          starEnd = at;
          continue;
        }
        if (at < characters.length && next.accepts(characters[at])) {
          token++;
          at++;
          continue;
        }
      }
      // A mismatch: the last star takes one character more, earlier ones need not be tried again.
      boolean canGrow =
          lastStar >= 0
              && starEnd < characters.length
              && tokens.get(lastStar).accepts(characters[starEnd]);
      if (!canGrow) {
        return false;
      }
      at = ++starEnd;
      token = lastStar + 1;
    }
    return true;
  }

  private sealed interface Token {
    /// Whether one character of the text fits.
    boolean accepts(int c);

    record Star() implements Token {
      @Override
      public boolean accepts(int c) {
        return c != '/';
      }
    }

    record AnyOne() implements Token {
      @Override
      public boolean accepts(int c) {
        return c != '/';
      }
    }

    record Literal(int character) implements Token {
      @Override
      public boolean accepts(int c) {
        return c == character;
      }
    }

    record OneOf(boolean negated, List<Range> ranges) implements Token {
      @Override
      public boolean accepts(int c) {
        return negated != ranges.stream().anyMatch(range -> range.low <= c && c <= range.high);
      }
    }
  }

  private record Range(int low, int high) {}

  private static final class Parser {
    private final String pattern;
    private int at;

    Parser(String pattern) {
      this.pattern = pattern;
    }

    List<Token> parse() {
      var tokens = new ArrayList<Token>();
      while (at < pattern.length()) {
        int c = next();
        tokens.add(
            switch (c) {
              case '*' -> new Token.Star();
              case '?' -> new Token.AnyOne();
              case '[' -> oneOf();
              case '\\' -> new Token.Literal(next());
              default -> new Token.Literal(c);
            });
      }
      return tokens;
    }

    private Token oneOf() {
      boolean negated = skip('^');
      var ranges = new ArrayList<Range>();
      while (ranges.isEmpty() || !skip(']')) {
        int low = bound();
        ranges.add(new Range(low, skip('-') ? bound() : low));
      }
      return new Token.OneOf(negated, ranges);
    }

    private int bound() {
      int c = next();
      if (c == '-' || c == ']') {
        throw malformed();
      }
      return c == '\\' ? next() : c;
    }

    private boolean skip(char c) {
      boolean present = at < pattern.length() && pattern.charAt(at) == c;
      if (present) {
        at++;
      }
      return present;
    }

    private int next() {
      if (at >= pattern.length()) {
        throw malformed();
      }
      int c = pattern.codePointAt(at);
      at += Character.charCount(c);
      return c;
    }

    private InvalidArgumentException malformed() {
      return new InvalidArgumentException("syntax error in pattern \"" + pattern + "\"");
    }
  }
}
