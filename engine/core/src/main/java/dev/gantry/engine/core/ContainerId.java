package dev.gantry.engine.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.gantry.platform.errors.InvalidArgumentException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Names a container for its whole life: 64 lower-case hexadecimal digits.
public record ContainerId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /// How many digits people see.
  public static final int SHORT_LENGTH = 12;

  @JsonCreator
  public ContainerId {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidArgumentException("invalid container id: " + value);
    }
  }

  /// A fresh id. Its first twelve digits are never all decimal, because they become the host name
  /// and some programs read such a name as a number.
  public static ContainerId random() {
    while (true) {
      byte[] bytes = new byte[32];
      RANDOM.nextBytes(bytes);
      var id = new ContainerId(HexFormat.of().formatHex(bytes));
      if (!id.shortForm().chars().allMatch(Character::isDigit)) {
        return id;
      }
    }
  }

  public String shortForm() {
    return value.substring(0, SHORT_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
