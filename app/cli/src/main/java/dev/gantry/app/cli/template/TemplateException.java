package dev.gantry.app.cli.template;

/// A template that cannot be parsed or executed, in the words of Go's text/template.
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }

  TemplateException(String message, Throwable cause) {
    super(message, cause);
  }
}
