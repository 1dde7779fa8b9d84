package dev.gantry.engine.core;

import dev.gantry.engine.runtime.SeccompSpec;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.util.List;

/// The `--security-opt` of a container, read.
///
/// @param noNewPrivileges set-user-id programs gain nothing
/// @param systemPathsUnconfined nothing of /proc and /sys is masked or made read-only
record SecurityOptions(
    SeccompSpec seccomp, boolean noNewPrivileges, boolean systemPathsUnconfined) {

  /// Reads `name=value` or, as old clients write, `name:value`. AppArmor and SELinux options are
  /// accepted where they ask for nothing, since this engine applies neither.
  static SecurityOptions parse(List<String> options) {
    SeccompSpec seccomp = SeccompSpec.DEFAULT;
    boolean noNewPrivileges = false;
    boolean systemPathsUnconfined = false;
    for (String option : options) {
      int split = option.indexOf('=') >= 0 ? option.indexOf('=') : option.indexOf(':');
      String name = split < 0 ? option : option.substring(0, split);
      String value = split < 0 ? "" : option.substring(split + 1);
      switch (name) {
        case "no-new-privileges" -> noNewPrivileges = split < 0 || truth(option, value);
        case "seccomp" -> seccomp = seccomp(value);
        case "systempaths" -> systemPathsUnconfined = value.equals("unconfined");
        case "apparmor" -> requireUnconfined(option, value);
        case "label" -> {
          if (!value.equals("disable")) {
            throw new InvalidArgumentException("SELinux labels are not supported: " + option);
          }
        }
        default ->
            throw new InvalidArgumentException("invalid --security-opt 2: \"" + option + "\"");
      }
    }
    return new SecurityOptions(seccomp, noNewPrivileges, systemPathsUnconfined);
  }

  private static SeccompSpec seccomp(String value) {
    return switch (value) {
      case "unconfined" -> SeccompSpec.UNCONFINED;
      case "builtin", "" -> SeccompSpec.DEFAULT;
      default -> new SeccompSpec.Custom(value);
    };
  }

  private static boolean truth(String option, String value) {
    return switch (value) {
      case "true", "1", "t", "T", "TRUE", "True" -> true;
      case "false", "0", "f", "F", "FALSE", "False" -> false;
      default -> throw new InvalidArgumentException("invalid --security-opt 2: \"" + option + "\"");
    };
  }

  private static void requireUnconfined(String option, String value) {
    if (!value.equals("unconfined") && !value.isEmpty()) {
      throw new InvalidArgumentException(
          "AppArmor is not enabled on this engine, so it cannot apply " + option);
    }
  }
}
