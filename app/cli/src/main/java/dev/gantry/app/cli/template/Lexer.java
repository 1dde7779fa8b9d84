package dev.gantry.app.cli.template;

import java.util.ArrayList;
import java.util.List;

/// Cuts a template into text and the words between `{{` and `}}`.
final class Lexer {
  enum Kind {
    TEXT,
    OPEN,
    CLOSE,
    WORD,
    FIELD,
    VARIABLE,
    STRING,
    CHARACTER,
    NUMBER,
    DOT,
    PIPE,
    COMMA,
    DECLARE,
    ASSIGN,
    LEFT,
    RIGHT,
    SPACE,
    END
  }

  record Token(Kind kind, String text, int position) {}

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int depth;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    boolean trimNext = false;
    while (true) {
      int open = source.indexOf("{{", at);
      String text = source.substring(at, open < 0 ? source.length() : open);
      boolean trims = open >= 0 && trimMarkerAt(open + 2);
      String kept = trims ? text.stripTrailing() : text;
      kept = trimNext ? kept.stripLeading() : kept;
      if (!kept.isEmpty()) {
        tokens.add(new Token(Kind.TEXT, kept, at));
      }
      if (open < 0) {
        tokens.add(new Token(Kind.END, "", source.length()));
        return;
      }
      at = open + 2 + (trims ? 2 : 0);
      trimNext = source.startsWith("/*", at) ? comment() : action(open);
    }
  }

  /// `{{- `: the white space before the action goes.
  private boolean trimMarkerAt(int position) {
    return source.startsWith("-", position)
        && position + 1 < source.length()
        && Character.isWhitespace(source.charAt(position + 1));
  }

  /// Skips a comment and says whether the text after it loses its leading white space.
  private boolean comment() {
    int end = source.indexOf("*/", at);
    if (end < 0) {
      throw failure("unclosed comment");
    }
    at = end + 2;
    boolean trims = source.startsWith(" -}}", at);
    if (!trims && !source.startsWith("}}", at)) {
      throw failure("comment ends before closing delimiter");
    }
    at += trims ? 4 : 2;
    return trims;
  }

  private boolean action(int open) {
    tokens.add(new Token(Kind.OPEN, "{{", open));
    depth = 0;
    while (true) {
      if (source.startsWith("}}", at)) {
        return close(2, false);
      }
      if (source.startsWith(" -}}", at)) {
        return close(4, true);
      }
      if (at >= source.length()) {
        throw failure("unclosed action");
      }
      word();
    }
  }

  private boolean close(int length, boolean trims) {
    if (depth > 0) {
      throw failure("unclosed left paren");
    }
    tokens.add(new Token(Kind.CLOSE, "}}", at));
    at += length;
    return trims;
  }

  private void word() {
    int start = at;
    char c = source.charAt(at);
    if (Character.isWhitespace(c)) {
      while (at < source.length()
          && Character.isWhitespace(source.charAt(at))
          && !source.startsWith(" -}}", at)) {
        at++;
      }
      add(Kind.SPACE, start);
    } else if (source.startsWith(":=", at)) {
      at += 2;
      add(Kind.DECLARE, start);
    } else if (c == '"' || c == '\'') {
      quoted(c);
    } else if (c == '`') {
      int end = source.indexOf('`', at + 1);
      if (end < 0) {
        throw failure("unterminated raw quoted string");
      }
      at = end + 1;
      add(Kind.STRING, start);
    } else if (c == '$' || (c == '.' && nameAt(at + 1))) {
      at++;
      skipName();
      add(c == '$' ? Kind.VARIABLE : Kind.FIELD, start);
    } else if (isDigit(c) || ((c == '-' || c == '+' || c == '.') && digitAt(at + 1))) {
      number();
    } else if (nameAt(at)) {
      skipName();
      add(Kind.WORD, start);
    } else {
      symbol(c);
    }
  }

  private void symbol(char c) {
    int start = at++;
    switch (c) {
      case '.' -> add(Kind.DOT, start);
      case '|' -> add(Kind.PIPE, start);
      case ',' -> add(Kind.COMMA, start);
      case '=' -> add(Kind.ASSIGN, start);
      case '(' -> {
        depth++;
        add(Kind.LEFT, start);
      }
      case ')' -> {
        depth--;
        if (depth < 0) {
          throw failure("unexpected right paren");
        }
        add(Kind.RIGHT, start);
      }
      default ->
          throw failure(String.format("unrecognized character in action: U+%04X '%c'", (int) c, c));
    }
  }

  private void quoted(char quote) {
    int start = at++;
    while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= source.length() || source.charAt(at) != quote) {
      throw failure(
          quote == '"' ? "unterminated quoted string" : "unterminated character constant");
    }
    at++;
    add(quote == '"' ? Kind.STRING : Kind.CHARACTER, start);
  }

  private void number() {
    int start = at++;
    while (at < source.length()
        && (Character.isLetterOrDigit(source.charAt(at)) || "._".indexOf(source.charAt(at)) >= 0)) {
      at++;
    }
    add(Kind.NUMBER, start);
  }

  private void skipName() {
    while (at < source.length() && isName(source.charAt(at))) {
      at++;
    }
  }

  private boolean nameAt(int position) {
    return position < source.length()
        && isName(source.charAt(position))
        && !isDigit(source.charAt(position));
  }

  private boolean digitAt(int position) {
    return position < source.length() && isDigit(source.charAt(position));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isName(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private void add(Kind kind, int start) {
    tokens.add(new Token(kind, source.substring(start, at), start));
  }

  private TemplateException failure(String message) {
    int line =
        1
            + (int)
                source
                    .substring(0, Math.min(at, source.length()))
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
    return new TemplateException("template: :" + line + ": " + message);
  }
}
