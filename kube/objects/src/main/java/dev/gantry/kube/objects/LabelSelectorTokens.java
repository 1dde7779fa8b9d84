package dev.gantry.kube.objects;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words and signs of a label selector. `in` and `notin` are operators only where an operator
/// can stand; elsewhere they are words like others.
final class LabelSelectorTokens {
  enum Type {
    IDENTIFIER,
    IN,
    NOT_IN,
    EQUALS,
    DOUBLE_EQUALS,
    NOT_EQUALS,
    GREATER,
    LESS,
    NOT,
    COMMA,
    OPEN,
    CLOSE,
    ERROR,
    END
  }

  record Token(Type type, String text) {}

  private static final String SIGNS = "=!(),><";
  private static final Map<String, Type> MEANING =
      Map.of(
          ")",
          Type.CLOSE,
          ",",
          Type.COMMA,
          "!",
          Type.NOT,
          "==",
          Type.DOUBLE_EQUALS,
          "=",
          Type.EQUALS,
          ">",
          Type.GREATER,
          "<",
          Type.LESS,
          "!=",
          Type.NOT_EQUALS,
          "(",
          Type.OPEN);

  private final String text;
  private int position;
  private @Nullable Token ahead;

  LabelSelectorTokens(String text) {
    this.text = text;
  }

  Token peekValue() {
    return asValue(peek());
  }

  Token nextValue() {
    return asValue(nextOperator());
  }

  Token nextOperator() {
    Token token = peek();
    ahead = null;
    return token;
  }

  private static Token asValue(Token token) {
    return token.type() == Type.IN || token.type() == Type.NOT_IN
        ? new Token(Type.IDENTIFIER, token.text())
        : token;
  }

  private Token peek() {
    Token token = ahead;
    if (token == null) {
      token = scan();
      ahead = token;
    }
    return token;
  }

  private Token scan() {
    while (position < text.length() && isSpace(text.charAt(position))) {
      position++;
    }
    if (position == text.length()) {
      return new Token(Type.END, "");
    }
    return isSign(text.charAt(position)) ? sign() : word();
  }

  /// The longest run of signs that means something.
  private Token sign() {
    int start = position;
    int end = start;
    while (end < text.length()
        && isSign(text.charAt(end))
        && (end == start || MEANING.containsKey(text.substring(start, end + 1)))) {
      end++;
    }
    position = end;
    String sign = text.substring(start, end);
    Type type = MEANING.get(sign);
    return type == null
        ? new Token(Type.ERROR, "error expected: keyword found '" + sign + "'")
        : new Token(type, sign);
  }

  private Token word() {
    int start = position;
    while (position < text.length()
        && !isSpace(text.charAt(position))
        && !isSign(text.charAt(position))) {
      position++;
    }
    String word = text.substring(start, position);
    return switch (word) {
      case "in" -> new Token(Type.IN, word);
      case "notin" -> new Token(Type.NOT_IN, word);
      default -> new Token(Type.IDENTIFIER, word);
    };
  }

  private static boolean isSign(char c) {
    return SIGNS.indexOf(c) >= 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
