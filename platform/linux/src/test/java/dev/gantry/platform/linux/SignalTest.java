package dev.gantry.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
  @ParameterizedTest
  @CsvSource({
    "9, 9", "KILL, 9", "SIGKILL, 9", "sigkill, 9", "kill, 9", "TERM, 15", "WINCH, 28", "SYS, 31",
    "IOT, 6", "CLD, 17", "POLL, 29", "IO, 29", "64, 64", "33, 33", "RTMIN, 34", "SIGRTMIN, 34",
    "rtmin+3, 37", "RTMIN+30, 64", "RTMAX, 64", "SIGRTMAX-1, 63", "RTMAX-30, 34", "HUP, 1"
  })
  void namesAndNumbersAreUnderstood(String text, int number) {
    assertThat(Signal.find(text)).contains(new Signal(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "65",
        "999",
        "99999999999",
        "SIG",
        "SIG9",
        "NOPE",
        "RTMIN-1",
        "RTMIN+31",
        "RTMAX+1",
        "RTMAX-31",
        "RTMIN+",
        "RTMIN+x",
        "KILL ",
        "９"
      })
  void otherTextIsNoSignal(String text) {
    assertThat(Signal.find(text)).isEmpty();
  }

  @Test
  void everySignalIsFoundByItsName() {
    for (int number = 1; number <= 64; number++) {
      var signal = new Signal(number);
      assertThat(Signal.find(signal.name())).contains(signal);
    }
    assertThat(new Signal(9)).hasToString("KILL");
    assertThat(new Signal(37)).hasToString("RTMIN+3");
    assertThat(new Signal(33)).hasToString("33");
  }

  @Test
  void numbersOutsideTheRangeCannotExist() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Signal(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Signal(65));
  }
}
