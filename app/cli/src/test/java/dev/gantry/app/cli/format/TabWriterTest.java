package dev.gantry.app.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TabWriterTest {
  @Test
  void columnsAreAtLeastTenWideWithThreeSpacesBetween() {
    assertThat(TabWriter.align("A\tB\nlong enough\tx\n"))
        .isEqualTo("A             B\nlong enough   x\n");
    assertThat(TabWriter.align("A\tB\n")).isEqualTo("A         B\n");
  }

  @Test
  void aLineWithoutACellEndsTheColumn() {
    assertThat(TabWriter.align("a very long cell\tx\nno cell\nb\ty"))
        .isEqualTo("a very long cell   x\nno cell\nb         y");
  }

  @Test
  void widthIsCountedInCharacters() {
    assertThat(TabWriter.align("äöüäöüäöü…\tx\n1234567890\ty"))
        .isEqualTo("äöüäöüäöü…   x\n1234567890   y");
  }
}
