package dev.gantry.app.cli.template;

import java.util.List;

/// A piece of a parsed template.
sealed interface Node {
  record Text(String text) implements Node {}

  record Action(Pipeline pipeline) implements Node {}

  record If(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

  record With(Pipeline value, List<Node> then, List<Node> otherwise) implements Node {}

  record Range(Pipeline value, List<Node> body, List<Node> otherwise) implements Node {}

  record Break() implements Node {}

  record Continue() implements Node {}

  /// Commands joined by `|`, perhaps assigned to variables.
  record Pipeline(List<String> variables, boolean declares, List<Command> commands) {}

  /// A word and its arguments.
  record Command(List<Operand> operands) {}

  /// A value; `position` and `text` are for error messages.
  sealed interface Operand {
    Place place();

    record Dot(Place place) implements Operand {}

    record Literal(Object value, Place place) implements Operand {}

    record Nil(Place place) implements Operand {}

    record Variable(String name, Place place) implements Operand {}

    record Function(String name, Place place) implements Operand {}

    record Nested(Pipeline pipeline, Place place) implements Operand {}

    /// `.A.B` of something: of dot, of a variable, of a parenthesis.
    record Field(Operand receiver, String name, Place place) implements Operand {}
  }

  /// Where something stands, and how it reads.
  record Place(int line, int column, String text) {
    /// The failure as Go reports it.
    TemplateException failure(String message) {
      String shown = text.length() > 20 ? text.substring(0, 20) + "..." : text;
      return new TemplateException(
          "template: :" + line + ":" + column + ": executing \"\" at <" + shown + ">: " + message);
    }
  }
}
