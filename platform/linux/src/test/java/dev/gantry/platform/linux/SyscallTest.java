package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Compares the numbers of both machines with the kernel's headers, where those are installed.
class SyscallTest {
  private static final Pattern DEFINITION = Pattern.compile("#define __NR(?:3264)?_(\\w+) (\\d+)");

  @ParameterizedTest
  @CsvSource({
    "true, /usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "false, /usr/include/asm-generic/unistd.h"
  })
  void numbersAreThoseOfTheHeaders(boolean x86, Path header) throws Exception {
    assumeThat(header).exists();
    var numbers = new HashMap<String, Integer>();
    var definitions = DEFINITION.matcher(Files.readString(header));
    while (definitions.find()) {
      numbers.put(definitions.group(1), Integer.valueOf(definitions.group(2)));
    }

    for (Syscall syscall : Syscall.values()) {
      assertThat(numbers).contains(Map.entry(syscall.manualName(), syscall.number(x86)));
    }
  }
}
