package dev.gantry.oci.archive;

import static dev.gantry.oci.archive.Tars.ascii;
import static dev.gantry.oci.archive.Tars.blocks;
import static dev.gantry.oci.archive.Tars.header;
import static dev.gantry.oci.archive.Tars.patch;
import static dev.gantry.oci.archive.Tars.pax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.oci.archive.TarEntry.Kind;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.linux.FileNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static final byte[] END = new byte[1024];

  private static TarEntry only(byte[] tar) throws IOException {
    var entries = List.copyOf(Tars.read(tar).keySet());
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private static void assertRefused(byte[] tar, String message) {
    assertThatThrownBy(() -> Tars.read(tar))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void numbersInBase256AreRead() throws IOException {
    byte[] size = HexFormat.of().parseHex("80000000000000000000000a");
    byte[] uid = HexFormat.of().parseHex("8000000012345678");
    byte[] time = HexFormat.of().parseHex("fffffffffffffffffffffff6");
    byte[] block = patch(patch(patch(header("f", '0', 0), 124, size), 108, uid), 136, time);

    var entry = only(blocks(block, new byte[10], END));

    assertThat(entry.size()).isEqualTo(10);
    assertThat(entry.uid()).isEqualTo(0x12345678);
    assertThat(entry.modified()).isEqualTo(Instant.ofEpochSecond(-10));
  }

  @Test
  void numbersPaddedInEveryKnownWayAreRead() throws IOException {
    byte[] block = patch(header("f", '0', 0), 108, ascii("   123 \0"));
    block = patch(block, 116, ascii("\0\0\0\0\0\0\0\0"));

    var entry = only(blocks(block, END));

    assertThat(entry.uid()).isEqualTo(0123);
    assertThat(entry.gid()).isZero();
  }

  @Test
  void gnuLongNamesAreRead() throws IOException {
    String name = "d/".repeat(100) + "name";
    String target = "../".repeat(60) + "target";

    var entry =
        only(
            blocks(
                header("././@LongLink", 'K', target.length() + 1),
                ascii(target + "\0"),
                header("././@LongLink", 'L', name.length() + 1),
                ascii(name + "\0"),
                header("short", '2', 0),
                END));

    assertThat(entry.path()).isEqualTo(name);
    assertThat(entry.kind()).isEqualTo(new Kind.Symlink(target));
  }

  @Test
  void globalHeadersHoldUntilALocalOneOverridesOrAnEmptyOneRemoves() throws IOException {
    byte[] tar =
        blocks(
            pax('g', "uname", ascii("everyone")),
            header("a", '0', 0),
            pax('x', "uname", ascii("someone")),
            header("b", '0', 0),
            header("c", '0', 0),
            pax('g', "uname", ascii("")),
            header("d", '0', 0),
            END);

    assertThat(Tars.read(tar).keySet())
        .extracting(TarEntry::userName)
        .containsExactly("everyone", "someone", "everyone", "");
  }

  @Test
  void attributesAreBytes() throws IOException {
    byte[] value = HexFormat.of().parseHex("01ffa880050a000a3d");

    var entry =
        only(blocks(pax('x', "SCHILY.xattr.security.capability", value), header("f", '0', 0), END));

    assertThat(entry.xattrs().value("security.capability")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1700000000.5", "1700000000.500000000", "1700000000.5000000009"})
  void fractionsOfSecondsAreRead(String time) throws IOException {
    var entry = only(blocks(pax('x', "mtime", ascii(time)), header("f", '0', 0), END));

    assertThat(entry.modified()).isEqualTo(Instant.ofEpochSecond(1_700_000_000, 500_000_000));
  }

  @Test
  void timesBefore1970AreRead() throws IOException {
    var entry = only(blocks(pax('x', "mtime", ascii("-1.25")), header("f", '0', 0), END));

    assertThat(entry.modified()).isEqualTo(Instant.ofEpochSecond(-2, 750_000_000));
  }

  @Test
  void namesThatAreNotUtf8ComeBackByteForByte() throws IOException {
    byte[] name = HexFormat.of().parseHex("64fc722f66e9");

    var entry = only(blocks(patch(header("", '0', 0), 0, name), END));

    assertThat(FileNames.encode(entry.path())).isEqualTo(name);
  }

  @Test
  void aLinkWithTheSizeOfItsTargetHasNoData() throws IOException {
    byte[] tar = blocks(header("link", '1', 5000), header("next", '0', 0), END);

    assertThat(Tars.read(tar).keySet()).extracting(TarEntry::path).containsExactly("link", "next");
  }

  @Test
  void aNameWithASlashWasADirectoryBeforeUstar() throws IOException {
    assertThat(only(blocks(header("d/", '\0', 0), END)).kind()).isEqualTo(new Kind.Directory());
  }

  @Test
  void theEndMayBeMissing() throws IOException {
    assertThat(Tars.read(header("f", '0', 0))).hasSize(1);
    assertThat(Tars.read(blocks(header("f", '0', 0), new byte[512]))).hasSize(1);
    assertThat(Tars.read(new byte[0])).isEmpty();
  }

  @Test
  void drainReadsWhatFollowsTheArchive() throws IOException {
    var in = new ByteArrayInputStream(blocks(header("f", '0', 0), END, new byte[1_000_000]));
    var reader = new TarReader(in, TarLimits.DEFAULT);

    assertThat(reader.next()).isPresent();
    assertThat(reader.next()).isEmpty();
    reader.drain();

    assertThat(in.available()).isZero();
  }

  @Test
  void contentIsReadInAnyPieces() throws IOException {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    byte[] tar =
        Tars.tar()
            .add(TarEntry.file("big", content.length, 0644, Tars.TIME), content)
            .file("next", "x")
            .bytes();
    var reader = new TarReader(new Dribble(tar), TarLimits.DEFAULT);

    assertThat(reader.next()).isPresent();
    var read = new ByteArrayOutputStream();
    byte[] piece = new byte[777];
    var in = reader.content();
    for (int n = in.read(piece); n >= 0 && read.size() < 200_000; n = in.read(piece)) {
      read.write(piece, 0, n);
    }

    assertThat(read.toByteArray()).isEqualTo(Arrays.copyOf(content, read.size()));
    assertThat(reader.next()).map(TarEntry::path).contains("next");
  }

  /// A stream that never gives more than a few bytes.
  private static final class Dribble extends InputStream {
    private final ByteArrayInputStream in;

    Dribble(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return in.read(into, from, Math.min(length, 509));
    }
  }

  @Nested
  class Sparse {
    @Test
    void holesReadAsZeros() throws IOException {
      byte[] tar =
          blocks(
              blocks(
                  pax2("GNU.sparse.map", "2,3,10,2", "GNU.sparse.size", "15"), header("s", '0', 5)),
              ascii("abcde"),
              END);

      var entries = Tars.read(tar);

      assertThat(entries.values().iterator().next()).isEqualTo(ascii("\0\0abc\0\0\0\0\0de\0\0\0"));
      assertThat(entries.keySet().iterator().next().size()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,3,2,2", "5,-1", "0,4", "0", "x,1", "0,3,9223372036854775807,2"})
    void mapsThatContradictThemselvesAreRefused(String map) {
      byte[] tar =
          blocks(
              pax2("GNU.sparse.map", map, "GNU.sparse.size", "15"),
              header("s", '0', 5),
              ascii("abcde"),
              END);

      assertRefused(tar, "sparse map");
    }

    @Test
    void aFileSmallerThanItsMapIsRefused() {
      byte[] tar =
          blocks(
              pax2("GNU.sparse.map", "0,5", "GNU.sparse.size", "4"),
              header("s", '0', 5),
              ascii("abcde"),
              END);

      assertRefused(tar, "sparse map");
    }

    @Test
    void aMapOfTooManyPiecesIsRefused() {
      var map = new StringBuilder("0,1");
      for (int i = 2; i < 300_000; i += 2) {
        map.append(',').append(i).append(",1");
      }
      byte[] tar =
          blocks(pax('x', "GNU.sparse.map", ascii(map.toString())), header("s", '0', 150_000));

      assertThatThrownBy(
              () ->
                  Tars.read(
                      new ByteArrayInputStream(tar), new TarLimits(10_000_000, 4096, 10, 10, 1000)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("more than 1000 sparse extents");
    }

    private static byte[] pax2(String key, String value, String key2, String value2) {
      var records = new ByteArrayOutputStream();
      PaxRecords.append(records, key, ascii(value));
      PaxRecords.append(records, key2, ascii(value2));
      return blocks(header("pax", 'x', records.size()), records.toByteArray());
    }
  }

  @Nested
  class Refused {
    @Test
    void aWrongChecksum() {
      byte[] block = header("f", '0', 0);
      block[0] ^= 1;

      assertRefused(blocks(block, END), "checksum");
    }

    @Test
    void textThatIsNoArchive() {
      assertRefused(
          "hello world\n".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8),
          "invalid tar header");
    }

    @Test
    void anEndInsideAnEntry() {
      byte[] tar = blocks(header("f", '0', 5000), new byte[1000]);

      assertRefused(tar, "unexpected end");
      assertRefused(Arrays.copyOf(tar, 300), "unexpected end");
    }

    @Test
    void dataAfterAZeroBlock() {
      assertRefused(blocks(new byte[512], header("f", '0', 0)), "after a zero block");
    }

    @Test
    void aGigabyteOfHeader() {
      assertRefused(header("pax", 'x', 1L << 30), "bytes of header");
      assertRefused(header("././@LongLink", 'L', 1L << 30), "bytes of header");
      assertRefused(header("pax", 'g', 1L << 30), "bytes of header");
    }

    @Test
    void headersThatAddUpBeforeOneEntry() {
      byte[] half = pax('x', "comment", new byte[600_000]);

      assertRefused(blocks(half, half, header("f", '0', 0)), "bytes of header");
    }

    @Test
    void globalHeadersThatAddUp() {
      byte[] a = pax('g', "SCHILY.xattr.user.a", new byte[600_000]);
      byte[] b = pax('g', "SCHILY.xattr.user.b", new byte[600_000]);

      assertRefused(blocks(a, header("f", '0', 0), b, header("g", '0', 0)), "bytes of header");
    }

    @Test
    void pathsBeyondTheKernels() {
      assertRefused(
          blocks(pax('x', "path", ascii("a/".repeat(3000))), header("f", '0', 0)),
          "path of more than");
      assertRefused(
          blocks(pax('x', "linkpath", ascii("a/".repeat(3000))), header("f", '2', 0)),
          "path of more than");
    }

    @Test
    void pathsWithZeroBytes() {
      assertRefused(blocks(pax('x', "path", ascii("a\0b")), header("f", '0', 0)), "zero byte");
      assertRefused(blocks(pax('x', "linkpath", ascii("a\0b")), header("f", '1', 0)), "zero byte");
    }

    @Test
    void thousandsOfAttributes() {
      var records = new ByteArrayOutputStream();
      for (int i = 0; i < 2000; i++) {
        PaxRecords.append(records, "SCHILY.xattr.user." + i, ascii("v"));
      }

      assertRefused(
          blocks(header("pax", 'x', records.size()), records.toByteArray(), header("f", '0', 0)),
          "extended attributes");
    }

    @Test
    void moreEntriesThanTheLimit() {
      byte[] tar = Tars.tar().file("a", "").file("b", "").file("c", "").bytes();

      assertThatThrownBy(
              () -> Tars.read(new ByteArrayInputStream(tar), new TarLimits(1, 1, 2, 1, 1)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("more than 2 entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "D", "M", "?", "\u00ff"})
    void typesWeDoNotKnow(String type) {
      assertRefused(blocks(header("f", type.charAt(0), 0), END), "not supported");
    }

    @Test
    void sizesBelowZero() {
      byte[] negative = HexFormat.of().parseHex("ffffffffffffffffffffffff");

      assertRefused(blocks(patch(header("f", '0', 0), 124, negative), END), "size is -1");
      assertRefused(blocks(pax('x', "size", ascii("-1")), header("f", '0', 0), END), "size is -1");
    }

    @Test
    void numbersThatDoNotFit() {
      byte[] huge = HexFormat.of().parseHex("8100000000000000000000ff");

      assertRefused(blocks(patch(header("f", '0', 0), 124, huge), END), "out of range");
      assertRefused(blocks(patch(header("f", '0', 0), 108, ascii("12x45\0")), END), "not a number");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "5 a=b\n",
          "7 a=b\n",
          "a=b\n",
          " 6 a=b\n",
          "6 a=bc",
          "6 abc\n",
          "4 =\n",
          "999999999999 a=b\n",
          "-6 a=b\n"
        })
    void malformedRecords(String records) {
      byte[] tar =
          blocks(header("pax", 'x', records.length()), ascii(records), header("f", '0', 0), END);

      assertRefused(tar, "PAX");
    }

    @Test
    void anythingRandom() {
      var random = new Random(7);
      for (int i = 0; i < 3000; i++) {
        byte[] tar = Tars.tar().file("a", "aaa").xattr("b", "user.x", new byte[9]).bytes();
        int at = random.nextInt(tar.length);
        tar[at] = (byte) random.nextInt();
        try {
          Tars.read(tar);
        } catch (InvalidArgumentException e) {
          assertThat(e.getMessage()).isNotEmpty();
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
