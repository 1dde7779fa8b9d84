package dev.gantry.platform.linux;

/// The machine we run on. The constants of the kernel interface differ between architectures,
/// so an unknown one is refused by name instead of being approximated.
final class Machine {
  private static final String NAME = System.getProperty("os.name") + " " + archProperty();

  static final boolean IS_X86 = isX86(NAME);

  private Machine() {}

  static boolean isX86(String name) {
    return switch (name) {
      case "Linux amd64", "Linux x86_64" -> true;
      case "Linux aarch64" -> false;
      default ->
          throw new UnsupportedOperationException(
              name + " is not supported: Gantry runs on Linux on x86_64 and aarch64");
    };
  }

  private static String archProperty() {
    return System.getProperty("os.arch", "");
  }
}
