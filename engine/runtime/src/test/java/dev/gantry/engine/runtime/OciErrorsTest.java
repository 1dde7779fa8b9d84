package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciErrorsTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "x | executable file `x` not found in $PATH: No such file or directory"
            + " | exec: \"x\": executable file not found in $PATH",
        "/x | executable file `/x` not found in $PATH: No such file or directory"
            + " | exec: \"/x\": stat /x: no such file or directory",
        "/x | open executable: Permission denied | exec: \"/x\": permission denied",
        "/d | open executable: Operation not permitted | exec: \"/d\": is a directory",
        "x | chdir `/w`: No such file or directory"
            + " | chdir to cwd (\"/w\") set in config.json failed: no such file or directory",
        "x | mount `proc` to `proc`: Operation not permitted"
            + " | mount `proc` to `proc`: operation not permitted",
        "x | '' | it gave no reason",
        "x | time=\"T\" level=error msg=\"runc create failed: unable to start container process:"
            + " exec: \\\"x\\\": executable file not found in $PATH\""
            + " | exec: \"x\": executable file not found in $PATH",
        "x | time=\"T\" level=error msg=\"cannot use \\\"console\\\"\" | cannot use \"console\"",
      })
  void speaksLikeDocker(String program, String output, String expected) {
    assertThat(OciErrors.detail(program, output)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x: executable file not found in $PATH: unknown | 127",
        "stat /x: no such file or directory | 127",
        "exec: x: permission denied | 126",
        "exec: x: is a directory | 126",
        "anything else | 128",
      })
  void exitCodesAreFoundInMessages(String message, int code) {
    assertThat(StartFailures.exitCode(message)).isEqualTo(code);
  }
}
