package dev.gantry.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutputFanTest {
  private final AtomicInteger resumed = new AtomicInteger();
  private final OutputFan fan = new OutputFan(resumed::incrementAndGet, Optional.empty());

  private static OutputChunk chunk(int size) {
    return new OutputChunk(OutputChannel.STDOUT, new byte[size]);
  }

  @Test
  void givesEachReaderWhatCameSinceItJoined() throws Exception {
    var first = fan.join();
    fan.offer(chunk(1));
    var second = fan.join();
    fan.offer(chunk(2));
    fan.end();
    assertThat(first.read().orElseThrow().bytes()).hasSize(1);
    assertThat(first.read().orElseThrow().bytes()).hasSize(2);
    assertThat(first.read()).isEmpty();
    assertThat(second.read().orElseThrow().bytes()).hasSize(2);
    assertThat(second.read()).isEmpty();
  }

  @Test
  void pausesTheSourceWhileAReaderIsFull() throws Exception {
    var fast = fan.join();
    var slow = fan.join();
    assertThat(fan.offer(chunk(OutputFan.FULL - 1))).isTrue();
    assertThat(fan.offer(chunk(1))).isFalse();
    fast.read();
    fast.read();
    assertThat(fan.isPaused()).isTrue();
    assertThat(resumed).hasValue(0);
    slow.read();
    assertThat(fan.isPaused()).isFalse();
    assertThat(resumed).hasValue(1);
  }

  @Test
  void resumesWhenTheSlowReaderLeaves() throws Exception {
    var slow = fan.join();
    assertThat(fan.offer(chunk(OutputFan.FULL))).isFalse();
    slow.close();
    assertThat(resumed).hasValue(1);
    assertThat(slow.read()).isEmpty();
    assertThat(fan.offer(chunk(OutputFan.FULL))).isTrue();
  }

  @Test
  void dropsOutputNobodyReads() {
    for (int i = 0; i < 10; i++) {
      assertThat(fan.offer(chunk(OutputFan.FULL))).isTrue();
    }
  }
}
