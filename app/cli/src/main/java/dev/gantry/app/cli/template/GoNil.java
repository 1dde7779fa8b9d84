package dev.gantry.app.cli.template;

/// Go's typed nils, which print differently though all are empty.
public enum GoNil {
  LIST("[]"),
  MAP("map[]"),
  POINTER("<nil>"),
  /// An untyped nil: a JSON null nobody knows the type of.
  VALUE("<no value>");

  private final String printed;

  GoNil(String printed) {
    this.printed = printed;
  }

  String printed() {
    return printed;
  }
}
