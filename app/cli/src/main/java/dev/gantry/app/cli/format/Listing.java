package dev.gantry.app.cli.format;

import dev.gantry.app.cli.grammar.ExitException;
import dev.gantry.app.cli.template.Row;
import dev.gantry.app.cli.template.Template;
import dev.gantry.app.cli.template.TemplateException;
import java.io.PrintStream;
import java.util.List;

/// Prints rows by a format: a table with a title line, or a template for each row.
public final class Listing {
  private final Row titles;
  private final boolean table;
  private final Template template;

  private Listing(Row titles, boolean table, String template) {
    this.titles = titles;
    this.table = table;
    String source = template.strip().replace("\\t", "\t").replace("\\n", "\n");
    try {
      this.template = Template.parse(source);
    } catch (TemplateException e) {
      throw new ExitException(1, "failed to parse template: " + e.getMessage());
    }
  }

  /// A listing for the value of `--format`.
  ///
  /// @param standard the columns of the plain table, such as `{{.ID}}\t{{.Names}}`
  public static Listing of(String format, String standard, Row titles) {
    if (format.isEmpty() || format.equals("table")) {
      return new Listing(titles, true, standard);
    }
    if (format.startsWith("table")) {
      return new Listing(titles, true, format.substring("table".length()));
    }
    return new Listing(titles, false, format.equals("json") ? "{{json .}}" : format);
  }

  /// Whether a format asks for a table rather than a template of its own.
  public static boolean isTable(String format) {
    return format.isEmpty() || format.startsWith("table");
  }

  /// Whether the format of a row makes use of a field, so that costly ones need not be fetched.
  public boolean asksFor(String field) {
    boolean[] asked = {false};
    Row probe = new Row("probe");
    titles.names().forEach(name -> probe.with(name, ""));
    probe.later(
        field,
        () -> {
          asked[0] = true;
          return "";
        });
    try {
      template.execute(probe);
    } catch (TemplateException _) {
      // It will fail again, with rows, and be reported then.
    }
    return asked[0];
  }

  public void print(List<Row> rows, PrintStream out) {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      try {
        text.append(template.execute(row)).append('\n');
      } catch (TemplateException e) {
        throw new ExitException(1, "failed to execute template: " + e.getMessage());
      }
    }
    out.print(table ? TabWriter.align(header() + "\n" + text) : text);
  }

  private String header() {
    try {
      return template.executeHeader(titles);
    } catch (TemplateException e) {
      throw new ExitException(1, "failed to execute template: " + e.getMessage());
    }
  }

  /// Titles from alternating names and texts.
  public static Row titles(String... namesAndTexts) {
    Row row = new Row("titles");
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      row.with(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return row;
  }
}
