package dev.gantry.app.cli.grammar;

/// What a flag's argument looks like: the word shown in help, and the check done while parsing.
public enum FlagType {
  BOOL("") {
    @Override
    public void check(String value) {
      Values.bool(value);
    }
  },
  STRING("string"),
  INT("int") {
    @Override
    public void check(String value) {
      Values.integer(value);
    }
  },
  UINT16("uint16") {
    @Override
    public void check(String value) {
      Values.uint16(value);
    }
  },
  BYTES("bytes") {
    @Override
    public void check(String value) {
      Values.bytes(value);
    }
  },
  /// Bytes where -1 means without limit.
  SWAP_BYTES("bytes") {
    @Override
    public void check(String value) {
      if (!value.equals("-1")) {
        Values.bytes(value);
      }
    }
  },
  DECIMAL("decimal") {
    @Override
    public void check(String value) {
      Values.nanoCpus(value);
    }
  },
  DURATION("duration") {
    @Override
    public void check(String value) {
      Values.duration(value);
    }
  },
  LIST("list"),
  /// Repeatable, and commas separate several values in one argument.
  STRINGS("strings"),
  MAP("map"),
  FILTER("filter") {
    @Override
    public void check(String value) {
      if (!value.contains("=")) {
        throw new IllegalArgumentException("bad format of filter (expected name=value)");
      }
    }
  },
  MOUNT("mount"),
  NETWORK("network"),
  ULIMIT("ulimit"),
  GPU("gpu-request");

  private final String label;

  FlagType(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /// Refuses a value in the words of Go's parsers, which is what users of docker see.
  public void check(String value) {}
}
