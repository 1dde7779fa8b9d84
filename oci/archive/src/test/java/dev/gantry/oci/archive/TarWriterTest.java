package dev.gantry.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.TarEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarWriterTest {
  private static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000200a88005000a000000000000ff");

  /// Entries that need every kind of header.
  static List<TarEntry> entries() {
    var time = Instant.ofEpochSecond(1_709_210_096);
    return List.of(
        TarEntry.directory("dir", 01777, time),
        TarEntry.file("dir/file", 5, 04755, time),
        TarEntry.of("dir/link", new Kind.Symlink("../else/where"), 0777, time),
        TarEntry.of("dir/hard", new Kind.HardLink("dir/file"), 0644, time),
        TarEntry.of("null", new Kind.CharDevice(1, 3), 0666, time),
        TarEntry.of("sda", new Kind.BlockDevice(8, 0), 0660, time),
        TarEntry.of("pipe", new Kind.Fifo(), 0600, time),
        TarEntry.file("p/".repeat(60) + "file", 0, 0644, time),
        TarEntry.file("n".repeat(200), 0, 0644, time),
        TarEntry.file("d".repeat(160) + "/" + "n".repeat(90), 0, 0644, time),
        TarEntry.directory("d".repeat(99), 0755, time),
        TarEntry.directory("d".repeat(100), 0755, time),
        TarEntry.of("long", new Kind.Symlink("t".repeat(300)), 0777, time),
        TarEntry.file("größe/文件", 0, 0644, time),
        TarEntry.file("owner", 0, 0644, time).withOwner(2_097_151, 2_097_152),
        TarEntry.file("maximal", 0, 0644, time).withOwner(4_294_967_294L, 4_294_967_294L),
        TarEntry.file("before", 0, 0644, Instant.ofEpochSecond(-5)),
        TarEntry.file("capable", 0, 0755, time)
            .withXattrs(
                TarXattrs.of(
                    Map.of("security.capability", CAPABILITY, "user.a", new byte[0x100]))));
  }

  private static byte[] write(List<TarEntry> entries, TarWriter.Times times) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var writer = new TarWriter(bytes, times)) {
      for (TarEntry entry : entries) {
        writer.write(entry, new byte[(int) entry.size()]);
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBack(TarWriter.Times times) throws IOException {
    assertThat(Tars.read(write(entries(), times)).keySet()).containsExactlyElementsOf(entries());
  }

  @Test
  void anotherReaderUnderstandsIt() throws IOException {
    byte[] tar = write(entries(), TarWriter.Times.SECONDS);

    var names = new ArrayList<String>();
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        var ours = entries().get(names.size());
        names.add(e.getName());
        assertThat(e.getLongUserId()).isEqualTo(ours.uid());
        assertThat(e.getLongGroupId()).isEqualTo(ours.gid());
        assertThat(e.getMode() & 07777).isEqualTo(ours.mode());
        assertThat(e.getLastModifiedTime().toInstant()).isEqualTo(ours.modified());
        assertThat(e.isDirectory()).isEqualTo(ours.kind() instanceof Kind.Directory);
        if (ours.kind() instanceof Kind.Symlink(String target)) {
          assertThat(e.getLinkName()).isEqualTo(target);
        }
      }
    }

    assertThat(names)
        .containsExactlyElementsOf(
            entries().stream()
                .map(e -> e.kind() instanceof Kind.Directory ? e.path() + "/" : e.path())
                .toList());
  }

  @Test
  void timesAreCutOrKept() throws IOException {
    var exact = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
    var entry = TarEntry.file("f", 0, 0644, exact);

    assertThat(Tars.read(write(List.of(entry), TarWriter.Times.NANOSECONDS)).keySet())
        .containsExactly(entry);
    assertThat(Tars.read(write(List.of(entry), TarWriter.Times.SECONDS)).keySet())
        .containsExactly(entry.withModified(Instant.ofEpochSecond(1_700_000_000)));
  }

  @Test
  void ordinaryEntriesNeedNoExtendedHeader() throws IOException {
    byte[] tar =
        write(List.of(TarEntry.file("a/b/c", 0, 0644, Tars.TIME)), TarWriter.Times.SECONDS);

    assertThat(tar).hasSize(3 * 512);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 87, 88, 89, 90, 985, 986, 987, 988, 989, 9981, 9982, 99_000})
  void theLengthOfARecordCountsItsOwnDigits(int size) throws IOException {
    var entry =
        TarEntry.file("f", 0, 0644, Tars.TIME)
            .withXattrs(TarXattrs.of(Map.of("user.x", new byte[size + 1])));

    assertThat(Tars.read(write(List.of(entry), TarWriter.Times.SECONDS)).keySet())
        .containsExactly(entry);
  }

  @Test
  void fractionsOfTimesBefore1970SurviveTheRoundTrip() throws IOException {
    var random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      var time = Instant.ofEpochSecond(random.nextInt(10) - 5, random.nextInt(1_000_000_000));
      var entry = TarEntry.file("f", 0, 0644, time);

      assertThat(Tars.read(write(List.of(entry), TarWriter.Times.NANOSECONDS)).keySet())
          .containsExactly(entry);
    }
  }

  @Test
  void contentThatIsNotAsLongAsAnnouncedIsAMistake() {
    var writer = new TarWriter(new ByteArrayOutputStream(), TarWriter.Times.SECONDS);
    byte[] four = "four".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> writer.write(TarEntry.file("f", 3, 0644, Tars.TIME), four))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(writer::close).isInstanceOf(IllegalStateException.class);
  }
}
