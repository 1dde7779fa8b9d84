package dev.gantry.app.cli.template;

import java.util.List;

/// A parsed template, to be executed any number of times.
///
/// Supported is what formats use: fields, methods of rows, variables, pipelines, `if`, `with`,
/// `range`, `else if`, `break`, `continue`, white space trimming, comments, Go's functions and
/// docker's (`json join split lower upper title pad truncate`).
public final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  public static Template parse(String source) {
    try {
      return new Template(Parser.parse(source));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new TemplateException("template: :1: malformed literal: " + e.getMessage(), e);
    }
  }

  /// The text for one value.
  public String execute(Object data) {
    return new Executor(data, false).run(nodes);
  }

  /// The text for a header: functions that shape a value leave a column title as it is.
  public String executeHeader(Row titles) {
    return new Executor(titles, true).run(nodes);
  }
}
