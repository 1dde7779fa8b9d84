package dev.gantry.app.cli.template;

import dev.gantry.app.cli.template.Lexer.Kind;
import dev.gantry.app.cli.template.Lexer.Token;
import dev.gantry.app.cli.template.Node.Operand;
import dev.gantry.app.cli.template.Node.Pipeline;
import dev.gantry.app.cli.template.Node.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Builds the tree of a template. Named templates (`define`, `template`, `block`) are refused:
/// a format has no use for them.
final class Parser {
  private static final Set<String> NAMED = Set.of("define", "template", "block");

  private final String source;
  private final List<Token> tokens;
  private int next;

  private Parser(String source) {
    this.source = source;
    this.tokens = Lexer.tokens(source);
  }

  static List<Node> parse(String source) {
    Parser parser = new Parser(source);
    List<Node> nodes = parser.nodes();
    Token rest = parser.peek();
    if (rest.kind() != Kind.END) {
      throw parser.failure("unexpected " + parser.show(rest));
    }
    return nodes;
  }

  /// Reads until the end or an `{{end}}` or `{{else`, which is left for the caller.
  private List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = peek();
      if (token.kind() == Kind.TEXT) {
        next++;
        nodes.add(new Node.Text(token.text()));
      } else if (token.kind() == Kind.END || keyword("end") || keyword("else")) {
        return nodes;
      } else {
        next++;
        nodes.add(action());
      }
    }
  }

  /// Whether the action that starts here begins with a word.
  private boolean keyword(String word) {
    int at = next + 1;
    while (at < tokens.size() && tokens.get(at).kind() == Kind.SPACE) {
      at++;
    }
    return peek().kind() == Kind.OPEN
        && tokens.get(at).kind() == Kind.WORD
        && tokens.get(at).text().equals(word);
  }

  private Node action() {
    skipSpace();
    Token first = peek();
    String word = first.kind() == Kind.WORD ? first.text() : "";
    if (NAMED.contains(word)) {
      throw failure("{{" + word + "}} is not supported");
    }
    return switch (word) {
      case "if", "with", "range" -> {
        next++;
        yield control(word);
      }
      case "break", "continue" -> {
        next++;
        close(word);
        yield word.equals("break") ? new Node.Break() : new Node.Continue();
      }
      default -> {
        Pipeline pipeline = pipeline("command");
        close("command");
        yield new Node.Action(pipeline);
      }
    };
  }

  private Node control(String word) {
    Pipeline value = pipeline(word);
    close(word);
    List<Node> then = nodes();
    List<Node> otherwise = otherwise(word);
    return switch (word) {
      case "if" -> new Node.If(value, then, otherwise);
      case "with" -> new Node.With(value, then, otherwise);
      default -> new Node.Range(value, then, otherwise);
    };
  }

  /// The part after `{{else}}` or `{{else if …}}`, up to and including the `{{end}}`.
  private List<Node> otherwise(String word) {
    if (peek().kind() == Kind.END) {
      throw failure("unexpected EOF");
    }
    boolean isElse = keyword("else");
    next++;
    skipSpace();
    next++;
    skipSpace();
    if (!isElse) {
      close("end");
      return List.of();
    }
    Token chained = peek();
    if (chained.kind() == Kind.WORD && chained.text().equals(word) && !word.equals("range")) {
      next++;
      return List.of(control(word));
    }
    close("else");
    List<Node> nodes = nodes();
    if (!keyword("end")) {
      throw failure("expected end; found " + show(peek()));
    }
    next++;
    skipSpace();
    next++;
    close("end");
    return nodes;
  }

  private void close(String context) {
    skipSpace();
    Token token = tokens.get(next);
    if (token.kind() != Kind.CLOSE) {
      throw failure("unexpected " + show(token) + " in " + context);
    }
    next++;
  }

  private Pipeline pipeline(String context) {
    List<String> variables = new ArrayList<>();
    boolean declares = false;
    int start = next;
    skipSpace();
    while (peek().kind() == Kind.VARIABLE) {
      String name = tokens.get(next++).text();
      skipSpace();
      Kind following = peek().kind();
      if (following == Kind.COMMA) {
        variables.add(name);
        next++;
        skipSpace();
      } else if (following == Kind.DECLARE || following == Kind.ASSIGN) {
        variables.add(name);
        declares = following == Kind.DECLARE;
        next++;
        break;
      } else {
        variables.clear();
        next = start;
        break;
      }
    }
    List<Node.Command> commands = new ArrayList<>();
    do {
      skipSpace();
      commands.add(command(context));
      skipSpace();
    } while (accept(Kind.PIPE));
    return new Pipeline(variables, declares, commands);
  }

  private Node.Command command(String context) {
    List<Operand> operands = new ArrayList<>();
    while (true) {
      skipSpace();
      Kind kind = peek().kind();
      if (kind == Kind.PIPE || kind == Kind.CLOSE || kind == Kind.RIGHT) {
        break;
      }
      operands.add(operand(context));
    }
    if (operands.isEmpty()) {
      throw failure("missing value for " + context);
    }
    return new Node.Command(operands);
  }

  private Operand operand(String context) {
    Token token = tokens.get(next++);
    Place place = place(token, token.text());
    Operand operand =
        switch (token.kind()) {
          case DOT -> new Operand.Dot(place);
          case STRING -> new Operand.Literal(Literals.string(token.text()), place);
          case CHARACTER -> new Operand.Literal(Literals.character(token.text()), place);
          case NUMBER -> new Operand.Literal(number(token), place);
          case VARIABLE -> new Operand.Variable(token.text(), place);
          case FIELD -> new Operand.Field(new Operand.Dot(place), token.text().substring(1), place);
          case WORD -> word(token, place);
          case LEFT -> {
            Pipeline inner = pipeline("parenthesized pipeline");
            if (!accept(Kind.RIGHT)) {
              throw failure("unexpected " + show(peek()) + " in parenthesized pipeline");
            }
            int end = tokens.get(next - 1).position() + 1;
            yield new Operand.Nested(inner, place(token, source.substring(token.position(), end)));
          }
          default -> throw failure("unexpected " + show(token) + " in " + context);
        };
    return chain(operand);
  }

  private Operand chain(Operand start) {
    Operand operand = start;
    while (peek().kind() == Kind.FIELD) {
      Token field = tokens.get(next++);
      Place place = place(field, operand.place().text() + field.text());
      operand = new Operand.Field(operand, field.text().substring(1), place);
    }
    return operand;
  }

  private Operand word(Token token, Place place) {
    return switch (token.text()) {
      case "true" -> new Operand.Literal(true, place);
      case "false" -> new Operand.Literal(false, place);
      case "nil" -> new Operand.Nil(place);
      default -> {
        if (!Functions.NAMES.contains(token.text())) {
          throw failure("function \"" + token.text() + "\" not defined");
        }
        yield new Operand.Function(token.text(), place);
      }
    };
  }

  private Object number(Token token) {
    try {
      return Literals.number(token.text());
    } catch (NumberFormatException _) {
      throw failure("bad number syntax: \"" + token.text() + "\"");
    }
  }

  private boolean accept(Kind kind) {
    if (peek().kind() != kind) {
      return false;
    }
    next++;
    return true;
  }

  private Token peek() {
    return tokens.get(Math.min(next, tokens.size() - 1));
  }

  private void skipSpace() {
    while (peek().kind() == Kind.SPACE) {
      next++;
    }
  }

  private String show(Token token) {
    return switch (token.kind()) {
      case END -> "EOF";
      case OPEN -> "{{" + (keyword("end") ? "end}}" : "");
      case CLOSE -> "\"}}\"";
      default -> "<" + token.text() + ">";
    };
  }

  private Place place(Token token, String text) {
    String before = source.substring(0, token.position());
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Place(line, token.position() - (before.lastIndexOf('\n') + 1), text);
  }

  private TemplateException failure(String message) {
    int line = place(peek(), "").line();
    return new TemplateException("template: :" + line + ": " + message);
  }
}
