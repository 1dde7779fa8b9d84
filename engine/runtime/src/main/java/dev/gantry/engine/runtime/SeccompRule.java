package dev.gantry.engine.runtime;

import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/// What happens to a system call whose arguments meet all conditions.
///
/// @param action in libseccomp's words, such as `SCMP_ACT_ERRNO`
record SeccompRule(String action, OptionalInt errno, List<Condition> conditions) {
  static final int EPERM = 1;
  static final int ENOSYS = 38;
  static final SeccompRule ALLOW = allowIf();

  /// A comparison of one argument.
  ///
  /// @param value what to compare with; of `SCMP_CMP_MASKED_EQ`, the mask
  /// @param valueTwo of `SCMP_CMP_MASKED_EQ`, what to compare the masked argument with
  record Condition(int argument, String operator, long value, long valueTwo) {
    static Condition of(int argument, String operator, long value) {
      return new Condition(argument, "SCMP_CMP_" + operator, value, 0);
    }

    static Condition masked(int argument, long mask, long value) {
      return new Condition(argument, "SCMP_CMP_MASKED_EQ", mask, value);
    }
  }

  SeccompRule {
    conditions = List.copyOf(conditions);
  }

  static SeccompRule allowIf(Condition... conditions) {
    return new SeccompRule("SCMP_ACT_ALLOW", OptionalInt.empty(), List.of(conditions));
  }

  static SeccompRule fail(int errno, Condition... conditions) {
    return new SeccompRule("SCMP_ACT_ERRNO", OptionalInt.of(errno), List.of(conditions));
  }

  boolean allows() {
    return action.equals("SCMP_ACT_ALLOW");
  }

  void addTo(ObjectNode json) {
    json.put("action", action);
    errno.ifPresent(number -> json.put("errnoRet", number));
    if (!conditions.isEmpty()) {
      var array = json.putArray("args");
      for (Condition condition : conditions) {
        array
            .addObject()
            .put("index", condition.argument())
            .put("value", condition.value())
            .put("valueTwo", condition.valueTwo())
            .put("op", condition.operator());
      }
    }
  }
}
