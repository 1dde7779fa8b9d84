package dev.gantry.platform.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private PseudoTerminal pseudo;

  @BeforeEach
  void open() throws Exception {
    pseudo = PseudoTerminal.open();
  }

  @AfterEach
  void close() {
    pseudo.close();
  }

  @Test
  void otherFilesAreNoTerminals() throws Exception {
    try (var file = Fd.open(Path.of("/dev/null"))) {
      assertThat(Terminal.find(file)).isEmpty();
    }
  }

  @Test
  void theSizeIsSharedByBothEnds() throws Exception {
    try (var peer = openPeer()) {
      pseudo.terminal().resize(new WindowSize(51, 65_535));

      assertThat(Terminal.find(peer).orElseThrow().size()).isEqualTo(new WindowSize(51, 65_535));
    }
  }

  @Test
  void rawModePassesEveryKeyOnAndClosingRestores() throws Exception {
    try (var peer = openPeer()) {
      String before = stty();
      try (var raw = Terminal.find(peer).orElseThrow().enterRawMode()) {
        assertThat(raw).isNotNull();
        assertThat(stty())
            .contains("-icanon", "-echo ", "-isig", "-opost", "-icrnl", "-ixon", "cs8", "min = 1");
        pseudo.master().writeFully(new byte[] {3, '\r'});
        var keys = new byte[10];
        int count = peer.read(keys, 0, 10);
        count += count < 2 ? peer.read(keys, count, 10 - count) : 0;
        assertThat(count).isEqualTo(2);
        assertThat(keys).startsWith(3, '\r');
      }

      assertThat(stty()).isEqualTo(before).contains(" icanon", " echo ");
    }
  }

  @Test
  void aResizeReachesTheProgramAsSignal() throws Exception {
    var program =
        new ProcessBuilder(
                "setsid",
                "--ctty",
                "sh",
                "-c",
                "trap 'echo size $(stty size); kill $!; exit 3' WINCH;"
                    + " sleep 100 & echo ready; wait")
            .redirectInput(pseudo.peer().toFile())
            .redirectOutput(pseudo.peer().toFile())
            .redirectError(pseudo.peer().toFile())
            .start();
    try {
      readUntil("ready");
      pseudo.terminal().resize(new WindowSize(33, 44));

      readUntil("size 33 44");
      assertThat(program.waitFor()).isEqualTo(3);
    } finally {
      program.destroyForcibly();
    }
  }

  private void readUntil(String text) throws ErrnoException {
    var seen = new StringBuilder();
    var buffer = new byte[100];
    while (seen.indexOf(text) < 0) {
      int count = pseudo.master().read(buffer, 0, buffer.length);
      seen.append(new String(buffer, 0, count, UTF_8));
    }
  }

  private Fd openPeer() throws ErrnoException {
    return Fd.open(pseudo.peer(), OpenFlag.READ_WRITE, OpenFlag.NO_CONTROLLING_TERMINAL);
  }

  private String stty() throws Exception {
    var process = new ProcessBuilder("stty", "-a", "-F", pseudo.peer().toString()).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
