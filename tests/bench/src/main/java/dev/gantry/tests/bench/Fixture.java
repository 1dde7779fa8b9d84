package dev.gantry.tests.bench;

/// What must exist on an engine before a row is measured. Rows that follow each other share it.
enum Fixture {
  NOTHING {
    @Override
    void build(Subject subject) {}
  },

  /// One running container, `bench`.
  SLEEPER {
    @Override
    void build(Subject subject) {
      subject.run("run", "-d", "--name", "bench", "busybox", "sleep", "1000000");
    }
  },

  /// A hundred containers that were never started, `c0` to `c99`.
  HUNDRED {
    @Override
    void build(Subject subject) {
      for (int i = 0; i < 100; i++) {
        subject.engine().api().create("c" + i, "{\"Image\": \"busybox\", \"Cmd\": [\"true\"]}");
      }
    }
  },

  /// A container, `bench`, that wrote 300,000 lines and ended.
  WRITER {
    @Override
    void build(Subject subject) {
      subject.run("run", "--name", "bench", "busybox", "sh", "-c", lines(300_000));
    }
  };

  abstract void build(Subject subject);

  /// A shell command that writes so many lines of 64 bytes.
  static String lines(int count) {
    return "yes '%s' | head -n %d".formatted("x".repeat(63), count);
  }
}
